package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var microk8sSnap = snapPackage{
	name: "microk8s", summary: "Kubernetes for workstations and appliances", size: 184 << 20, latest: true,
	releases: []release{
		{"1.36", builtVersion, "8461"}, {"1.35", "v1.35.7", "8344"}, {"1.34", "v1.34.8", "8202"}, {"1.33", "v1.33.9", "8017"},
	},
	install: installMicrok8s, remove: removeMicrok8s, refresh: refreshMicrok8s, services: microk8sServices,
}

func microk8sServices() []string {
	names := []string{"containerd", "k8s-dqlite", "kubelite", "cluster-agent"}
	if clustered() {
		names = []string{"containerd", "kubelite", "cluster-agent", "apiserver-proxy"}
	}
	for i, name := range names {
		names[i] = daemonUnit(name)
	}
	return names
}

var daemons = []struct {
	name, description string
	exec              []string
}{
	{"containerd", "Service for snap application microk8s.daemon-containerd", []string{labDir + "/labnode", "containerd"}},
	{"k8s-dqlite", "Service for snap application microk8s.daemon-k8s-dqlite", []string{labDir + "/labnode", "datastore"}},
	{"kubelite", "Service for snap application microk8s.daemon-kubelite", []string{labDir + "/labnode", "kubelite"}},
	{"cluster-agent", "Service for snap application microk8s.daemon-cluster-agent", []string{labDir + "/labnode", "agent"}},
	{"apiserver-proxy", "Service for snap application microk8s.daemon-apiserver-proxy", []string{labDir + "/labnode", "api-proxy"}},
}

func daemonUnit(name string) string { return "snap.microk8s.daemon-" + name }

// installMicrok8s lays out what the snap's install hook lays out, and starts a control plane of one node.
func installMicrok8s(r release) error {
	base := "/var/snap/microk8s/" + r.revision
	for _, dir := range []string{base, snapCommon + "/run", snapCommon + "/var/lib/containerd", snapCommon + "/var/lib/kubelet"} {
		if err := os.MkdirAll(dir, 0o775); err != nil {
			return err
		}
	}
	os.Remove(snapData)
	if err := os.Symlink(r.revision, snapData); err != nil {
		return err
	}
	if err := stampKubelet(r.version); err != nil {
		return err
	}
	exec.Command("groupadd", "--system", "-f", "microk8s").Run()
	os.RemoveAll("/var/lib/kubelet")
	os.Symlink(snapCommon+"/var/lib/kubelet", "/var/lib/kubelet")
	for _, dir := range []string{lockDir, certsDir, credsDir, argsDir, cniDir} {
		if err := os.MkdirAll(dir, 0o775); err != nil {
			return err
		}
	}
	// As the snap's configure hook leaves them.
	for _, dir := range []string{lockDir, certsDir, credsDir, argsDir} {
		if err := closeToOthers(dir, 0o770); err != nil {
			return err
		}
	}
	if err := writeDefaultArgs(); err != nil {
		return err
	}
	if err := freshControlPlane(); err != nil {
		return err
	}
	if err := writeLock("ha-cluster", "no-apiserver-proxy"); err != nil {
		return err
	}
	linkCommands(true)
	for _, daemon := range daemons {
		enabled := daemon.name != "apiserver-proxy"
		if err := writeUnit(daemonUnit(daemon.name), unitFile{daemon.description, daemon.exec, enabled, true}); err != nil {
			return err
		}
	}
	return controlServices("start", "containerd", "k8s-dqlite", "kubelite", "cluster-agent")
}

// refreshMicrok8s gives the data of one revision to the next, as snapd's copy does.
func refreshMicrok8s(from, to release) error {
	if err := os.Rename("/var/snap/microk8s/"+from.revision, "/var/snap/microk8s/"+to.revision); err != nil {
		return err
	}
	os.Remove(snapData)
	if err := os.Symlink(to.revision, snapData); err != nil {
		return err
	}
	return stampKubelet(to.version)
}

func writeLock(names ...string) error {
	for _, name := range names {
		if err := writeOwned(filepath.Join(lockDir, name), nil); err != nil {
			return err
		}
	}
	return nil
}

func removeLock(names ...string) {
	for _, name := range names {
		os.Remove(filepath.Join(lockDir, name))
	}
}

func controlServices(verb string, names ...string) error {
	for _, name := range names {
		if _, err := askInit(verb, daemonUnit(name)); err != nil {
			return err
		}
	}
	return nil
}

// freshControlPlane gives this node a new authority, new certificates and an empty datastore.
func freshControlPlane() error {
	os.RemoveAll(snapData + "/var/kubernetes/backend")
	if err := newAuthority("ca", "10.152.183.1"); err != nil {
		return err
	}
	if err := newAuthority("front-proxy-ca", "front-proxy-ca"); err != nil {
		return err
	}
	if _, err := newKey(certsDir + "/serviceaccount.key"); err != nil {
		return err
	}
	if err := issueAll(); err != nil {
		return err
	}
	return writeDatastoreArgs(hostName()+"="+peerURL(nodeIP()), "new")
}

func linkCommands(on bool) {
	os.MkdirAll("/snap/bin", 0o755)
	for _, command := range []string{"", ".kubectl", ".helm", ".helm3", ".ctr", ".status", ".enable", ".disable", ".config", ".add-node", ".join", ".leave", ".remove-node", ".start", ".stop", ".inspect", ".refresh-certs", ".version"} {
		path := "/snap/bin/microk8s" + command
		os.Remove(path)
		if on {
			os.Symlink(labDir+"/labnode", path)
		}
	}
	if on {
		os.MkdirAll("/snap/microk8s", 0o755)
		os.Symlink(labDir, "/snap/microk8s/current")
	} else {
		os.RemoveAll("/snap/microk8s")
	}
}

func peerURL(ip string) string { return "http://" + net.JoinHostPort(ip, "2380") }

func writeDatastoreArgs(initialCluster, state string) error {
	ip := nodeIP()
	return writeArgs("k8s-dqlite", []string{
		"--name=" + hostName(), "--data-dir=${SNAP_DATA}/var/kubernetes/backend",
		"--listen-client-urls=http://127.0.0.1:12379,http://" + ip + ":12379", "--advertise-client-urls=http://" + ip + ":12379",
		"--listen-peer-urls=" + peerURL(ip), "--initial-advertise-peer-urls=" + peerURL(ip),
		"--initial-cluster=" + initialCluster, "--initial-cluster-state=" + state, "--unsafe-no-fsync", "--log-level=warn",
	})
}

func writeArgs(service string, flags []string) error {
	return writeOwned(filepath.Join(argsDir, service), []byte(strings.Join(flags, "\n")+"\n"))
}

// reservedMemory keeps a node's allocatable near 4 GiB: every node sees the whole machine's memory as its own.
func reservedMemory() string {
	var info syscall.Sysinfo_t
	if syscall.Sysinfo(&info) != nil {
		return "0"
	}
	total := uint64(info.Totalram) * uint64(info.Unit) >> 20
	if total < 6144 {
		return "0"
	}
	return strconv.FormatUint(total-4096, 10) + "Mi"
}

func writeDefaultArgs() error {
	certs := "${SNAP_DATA}/certs/"
	pods, services := ranges()
	kubeconfig := func(name string) string { return "--kubeconfig=${SNAP_DATA}/credentials/" + name + ".config" }
	sets := map[string][]string{
		"kube-apiserver": {
			"--service-cluster-ip-range=" + services, "--authorization-mode=AlwaysAllow", "--secure-port=16443",
			"--advertise-address=${NODE_IP}", "--etcd-servers=http://127.0.0.1:12379", "--allow-privileged=true", "--event-ttl=5m", "--profiling=false",
			"--service-account-key-file=" + certs + "serviceaccount.key", "--service-account-signing-key-file=" + certs + "serviceaccount.key",
			"--service-account-issuer=https://kubernetes.default.svc", "--client-ca-file=" + certs + "ca.crt",
			"--tls-cert-file=" + certs + "server.crt", "--tls-private-key-file=" + certs + "server.key",
			"--kubelet-client-certificate=" + certs + "apiserver-kubelet-client.crt", "--kubelet-client-key=" + certs + "apiserver-kubelet-client.key",
			"--kubelet-certificate-authority=" + certs + "ca.crt", "--kubelet-preferred-address-types=InternalIP,Hostname,InternalDNS,ExternalDNS,ExternalIP",
			"--requestheader-client-ca-file=" + certs + "front-proxy-ca.crt", "--requestheader-allowed-names=front-proxy-client",
			"--requestheader-extra-headers-prefix=X-Remote-Extra-", "--requestheader-group-headers=X-Remote-Group", "--requestheader-username-headers=X-Remote-User",
			"--proxy-client-cert-file=" + certs + "front-proxy-client.crt", "--proxy-client-key-file=" + certs + "front-proxy-client.key",
			"--enable-aggregator-routing=true",
		},
		"kube-controller-manager": {
			kubeconfig("controller"), "--service-account-private-key-file=" + certs + "serviceaccount.key", "--root-ca-file=" + certs + "ca.crt",
			"--cluster-signing-cert-file=" + certs + "ca.crt", "--cluster-signing-key-file=" + certs + "ca.key",
			"--use-service-account-credentials=true", "--leader-elect=" + "true", "--leader-elect-lease-duration=5s", "--leader-elect-renew-deadline=4s", "--leader-elect-retry-period=1s",
			"--allocate-node-cidrs=true", "--cluster-cidr=" + pods, "--service-cluster-ip-range=" + services, "--bind-address=127.0.0.1", "--profiling=false",
		},
		"kube-scheduler": {kubeconfig("scheduler"), "--leader-elect=true", "--leader-elect-lease-duration=5s", "--leader-elect-renew-deadline=4s", "--leader-elect-retry-period=1s", "--bind-address=127.0.0.1", "--profiling=false"},
		"kubelet": {
			kubeconfig("kubelet"), "--config=${SNAP_DATA}/args/kubelet-config.yaml", "--root-dir=${SNAP_COMMON}/var/lib/kubelet",
			"--cert-dir=${SNAP_DATA}/certs", "--hostname-override=${HOST}", "--node-ip=${NODE_IP}",
			"--node-labels=microk8s.io/cluster=true,node.kubernetes.io/microk8s-controlplane=microk8s-controlplane",
			"--cluster-domain=cluster.local", "--cluster-dns=" + serviceAddress(10),
		},
		"kube-proxy": {
			kubeconfig("proxy"), "--cluster-cidr=" + pods, "--hostname-override=${HOST}", "--proxy-mode=iptables", "--healthz-bind-address=127.0.0.1:10256",
			"--conntrack-max-per-core=0", "--conntrack-tcp-timeout-established=0s", "--conntrack-tcp-timeout-close-wait=0s",
		},
		"containerd":      {"--config", argsDir + "/containerd.toml", "--root", snapCommon + "/var/lib/containerd", "--state", snapCommon + "/run/containerd", "--address", containerd},
		"cluster-agent":   {"cluster-agent", "--bind=0.0.0.0:25000"},
		"apiserver-proxy": {"--refresh-interval=30s"},
		"kubectl":         {"--kubeconfig=${SNAP_DATA}/credentials/client.config"},
	}
	for service, flags := range sets {
		if err := writeArgs(service, flags); err != nil {
			return err
		}
	}
	return writeRuntimeConfigs()
}

// kubeletConfig is what a kubelet needs to run in a node of the lab, whatever snap it is of.
func kubeletConfig(socket string) string {
	return fmt.Sprintf(`apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
cgroupRoot: %s
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
containerRuntimeEndpoint: unix://%s
readOnlyPort: 0
serializeImagePulls: false
makeIPTablesUtilChains: false
nodeStatusUpdateFrequency: 4s
evictionHard: {memory.available: "100Mi", nodefs.available: "1%%", imagefs.available: "1%%"}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
systemReserved: {memory: %s}
`, readWord(confDir+"/cgroup"), socket, reservedMemory())
}

func containerdConfig(pluginDir, networkDir, registryDir string) string {
	return fmt.Sprintf(`version = 2
oom_score = 0
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.10"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "%s"
    conf_dir = "%s"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "%s"
`, pluginDir, networkDir, registryDir)
}

func writeRuntimeConfigs() error {
	kubelet := kubeletConfig(containerd) + fmt.Sprintf(`tlsCertFile: %[1]s/kubelet.crt
tlsPrivateKeyFile: %[1]s/kubelet.key
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: %[1]s/ca.crt}}
authorization: {mode: Webhook}
`, certsDir)
	runtime := containerdConfig(labDir+"/cni", cniDir, argsDir+"/certs.d")
	if err := writeOwned(argsDir+"/kubelet-config.yaml", []byte(kubelet)); err != nil {
		return err
	}
	return writeOwned(argsDir+"/containerd.toml", []byte(runtime))
}

func removeMicrok8s() error {
	for _, daemon := range daemons {
		askInit("stop", daemonUnit(daemon.name))
		os.Remove(filepath.Join(unitDir, daemonUnit(daemon.name)+".json"))
	}
	killPods()
	time.Sleep(200 * time.Millisecond)
	forgetNetwork(cniDir)
	unmountPods("/var/snap/microk8s/")
	// Where containerd's shims listen, whatever folder it was told to use; the k8s snap refuses a node that has it.
	os.RemoveAll(k8sRuntime)
	os.Remove(stampedKubelet)
	linkCommands(false)
	os.Remove("/var/lib/kubelet")
	flushServiceRules()
	return os.RemoveAll("/var/snap/microk8s")
}

// unmountPods ends what is left of the pods under a runtime's folders: their shims, mounts and network namespaces.
func unmountPods(folders ...string) {
	exec.Command("pkill", "-9", "containerd-shim").Run()
	for _, folder := range append(folders, "/run/netns/cni") {
		exec.Command("sh", "-c", `grep -o "$0[^ ]*" /proc/mounts | sort -ru | xargs -r umount -l`, folder).Run()
	}
	namespaces, _ := filepath.Glob("/run/netns/cni*")
	for _, namespace := range namespaces {
		os.Remove(namespace)
	}
}

// flushServiceRules drops kube-proxy's rules; a node has no other iptables rules of its own.
func flushServiceRules() {
	for _, table := range []string{"nat", "filter", "mangle"} {
		exec.Command("iptables", "-t", table, "-F").Run()
		exec.Command("iptables", "-t", table, "-X").Run()
	}
}
