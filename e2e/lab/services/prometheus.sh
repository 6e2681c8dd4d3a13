#!/bin/bash
# Debian's Prometheus and node exporter, and a text in the form of NVIDIA's DCGM exporter: no node has a GPU.
. "$LIB"
B=29090; mkdir -p dcgm tsdb
cat > dcgm/metrics <<'E2'
# HELP DCGM_FI_DEV_GPU_UTIL GPU utilization (in %).
# TYPE DCGM_FI_DEV_GPU_UTIL gauge
DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-0000",device="nvidia0",modelName="NVIDIA H200",Hostname="node1"} 37
# HELP DCGM_FI_DEV_FB_USED Framebuffer memory used (in MiB).
# TYPE DCGM_FI_DEV_FB_USED gauge
DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-0000",device="nvidia0",modelName="NVIDIA H200",Hostname="node1"} 20480
E2
cat > prometheus.yml <<E2
global: {scrape_interval: 2s, scrape_timeout: 2s}
scrape_configs:
- {job_name: node, static_configs: [{targets: ["$ADDRESS:$((B + 1))"], labels: {node: node1}}]}
- {job_name: dcgm, static_configs: [{targets: ["$ADDRESS:$((B + 2))"]}]}
E2
run exporter prometheus-node-exporter --web.listen-address="$ADDRESS:$((B + 1))"
run dcgm python3 -m http.server -b "$ADDRESS" -d "$DIR/dcgm" $((B + 2))
run prometheus prometheus --config.file="$DIR/prometheus.yml" --storage.tsdb.path="$DIR/tsdb" --web.listen-address="$ADDRESS:$B" --storage.tsdb.retention.time=1d --web.enable-lifecycle
wait_for "http://$ADDRESS:$B/-/ready" prometheus
printf '{"url":"http://%s:%s"}\n' "$ADDRESS" $B
