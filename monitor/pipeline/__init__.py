"""The shell: it does what the pure rooms decide, and decides nothing itself."""
