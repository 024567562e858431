# The same installation as `python3 run.py`, from the same lock file, in two steps: build with pip, run without.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md sources.yaml sources.schema.json ./
RUN python -m venv /opt/monitor \
 && /opt/monitor/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY monitor monitor
COPY migrations migrations
COPY seeds seeds
RUN /opt/monitor/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="monitor" \
      org.opencontainers.image.description="Watches Chinese news for trips, signings and industrial chains" \
      org.opencontainers.image.licenses="MIT"
# A font with Chinese characters, for the drawings in summaries (5 MB; fonts-noto-cjk has 55).
RUN apt-get update \
 && apt-get install --yes --no-install-recommends fonts-wqy-microhei \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin monitor \
 && install -d -o monitor -g monitor /data /config
COPY --from=build /opt/monitor /opt/monitor
ENV PATH=/opt/monitor/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TZ=Asia/Shanghai \
    MONITOR_CONFIG=/config/sources.yaml \
    MONITOR_DATABASE_URL=sqlite:////data/monitor.sqlite
USER monitor
WORKDIR /data
VOLUME /data
# Healthy: the configuration is right, the database opens, and the daemon ticked within the last minutes.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 CMD ["monitor", "health"]
ENTRYPOINT ["monitor"]
CMD ["run"]
