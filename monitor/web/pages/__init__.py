"""The pages, one file a subject. Each takes a request, asks the store, and gives a template its values."""
