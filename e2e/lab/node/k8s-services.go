package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func etcdPeer(name, ip string) string { return name + "=https://" + net.JoinHostPort(ip, "2380") }

// writeControlPlaneArgs writes the flags of every service, the extra ones last; nearly all are the real snap's. What the
// lab adds or leaves out: node ranges come from the controller manager (Cilium gives them out in the real one), leader
// leases are short, and the API server does not ask k8sd for tokens.
func writeControlPlaneArgs(node k8sNode, cluster *k8sCluster, extra extraArgs, files map[string]string, members, state string) error {
	conf := func(name string) string { return filepath.Join(kubeDir, name+".conf") }
	pki := func(name string) string { return filepath.Join(pkiDir, name) }
	ip := node.ip()
	client := "https://" + net.JoinHostPort(ip, "2379")
	sets := map[string]map[string]string{
		"etcd": {
			"--name": node.Name, "--data-dir": k8sEtcdDir + "/data", "--initial-cluster": members, "--initial-cluster-state": state,
			"--initial-advertise-peer-urls": "https://" + net.JoinHostPort(ip, "2380"), "--listen-peer-urls": "https://" + net.JoinHostPort(ip, "2380"),
			"--listen-client-urls": client + ",https://127.0.0.1:2379", "--advertise-client-urls": client,
			"--client-cert-auth": "true", "--trusted-ca-file": pki("etcd/ca.crt"), "--cert-file": pki("etcd/server.crt"), "--key-file": pki("etcd/server.key"),
			"--peer-client-cert-auth": "true", "--peer-trusted-ca-file": pki("etcd/ca.crt"), "--peer-cert-file": pki("etcd/peer.crt"), "--peer-key-file": pki("etcd/peer.key"),
			"--unsafe-no-fsync": "true", "--log-level": "warn",
		},
		"kube-apiserver": {
			"--anonymous-auth": "false", "--allow-privileged": "true", "--authorization-mode": cluster.Authorization, "--client-ca-file": pki("client-ca.crt"),
			"--enable-admission-plugins": "NodeRestriction", "--kubelet-certificate-authority": pki("ca.crt"),
			"--kubelet-client-certificate": pki("apiserver-kubelet-client.crt"), "--kubelet-client-key": pki("apiserver-kubelet-client.key"),
			"--kubelet-preferred-address-types": "InternalIP,Hostname,InternalDNS,ExternalDNS,ExternalIP", "--profiling": "false", "--request-timeout": "300s",
			"--secure-port": fmt.Sprint(node.Port), "--service-account-issuer": "https://kubernetes.default.svc", "--service-account-key-file": pki("serviceaccount.key"),
			"--service-account-signing-key-file": pki("serviceaccount.key"), "--service-cluster-ip-range": cluster.ServiceCIDR,
			"--tls-cert-file": pki("apiserver.crt"), "--tls-private-key-file": pki("apiserver.key"), "--tls-min-version": "VersionTLS12", "--advertise-address": ip,
			"--etcd-servers": "https://127.0.0.1:2379", "--etcd-cafile": pki("etcd/ca.crt"), "--etcd-certfile": pki("apiserver-etcd-client.crt"), "--etcd-keyfile": pki("apiserver-etcd-client.key"),
			"--requestheader-client-ca-file": pki("front-proxy-ca.crt"), "--requestheader-allowed-names": "front-proxy-client", "--requestheader-extra-headers-prefix": "X-Remote-Extra-",
			"--requestheader-group-headers": "X-Remote-Group", "--requestheader-username-headers": "X-Remote-User",
			"--proxy-client-cert-file": pki("front-proxy-client.crt"), "--proxy-client-key-file": pki("front-proxy-client.key"), "--enable-aggregator-routing": "true",
		},
		"kube-controller-manager": {
			"--authentication-kubeconfig": conf("controller"), "--authorization-kubeconfig": conf("controller"), "--kubeconfig": conf("controller"), "--profiling": "false",
			"--root-ca-file": pki("ca.crt"), "--service-account-private-key-file": pki("serviceaccount.key"), "--terminated-pod-gc-threshold": "12500", "--tls-min-version": "VersionTLS12",
			"--use-service-account-credentials": "true", "--cluster-signing-cert-file": pki("ca.crt"), "--cluster-signing-key-file": pki("ca.key"),
			"--allocate-node-cidrs": "true", "--cluster-cidr": cluster.PodCIDR, "--service-cluster-ip-range": cluster.ServiceCIDR,
			"--leader-elect-lease-duration": "5s", "--leader-elect-renew-deadline": "4s", "--leader-elect-retry-period": "1s",
		},
		"kube-scheduler": {
			"--authentication-kubeconfig": conf("scheduler"), "--authorization-kubeconfig": conf("scheduler"), "--kubeconfig": conf("scheduler"), "--profiling": "false",
			"--tls-min-version": "VersionTLS12", "--leader-elect-lease-duration": "5s", "--leader-elect-renew-deadline": "4s", "--leader-elect-retry-period": "1s",
		},
	}
	for service, flags := range sets {
		if err := setK8sArgs(service, flags); err != nil {
			return err
		}
	}
	taints := ""
	if len(cluster.Taints) > 0 {
		taints = strings.Join(cluster.Taints, ",")
	}
	return writeNodeArgs(node, nodeSettings{cluster.PodCIDR, cluster.ClusterDNS, cluster.Features.text("dns", "cluster-domain"), "control-plane", taints}, extra, files)
}

// nodeSettings are what a cluster tells a node of any role.
type nodeSettings struct{ PodCIDR, ClusterDNS, ClusterDomain, role, taints string }

func writeNodeArgs(node k8sNode, set nodeSettings, extra extraArgs, files map[string]string) error {
	kubelet := map[string]string{
		"--config": k8sConfDir + "/kubelet-config.yaml", "--authorization-mode": "Webhook", "--anonymous-auth": "false", "--authentication-token-webhook": "true",
		"--client-ca-file": pkiDir + "/client-ca.crt", "--kubeconfig": kubeDir + "/kubelet.conf", "--node-ip": node.ip(), "--root-dir": "/var/lib/kubelet",
		"--tls-cert-file": pkiDir + "/kubelet.crt", "--tls-private-key-file": pkiDir + "/kubelet.key", "--cluster-domain": set.ClusterDomain, "--node-labels": "k8sd.io/role=" + set.role,
	}
	if node.Name != hostName() {
		kubelet["--hostname-override"] = node.Name
	}
	if set.ClusterDNS != "" {
		kubelet["--cluster-dns"] = set.ClusterDNS
	}
	if set.taints != "" {
		kubelet["--register-with-taints"] = set.taints
	}
	proxy := map[string]string{
		"--cluster-cidr": set.PodCIDR, "--healthz-bind-address": "127.0.0.1:10256", "--kubeconfig": kubeDir + "/proxy.conf", "--profiling": "false", "--proxy-mode": "iptables",
		"--hostname-override": node.Name, "--conntrack-max-per-core": "0", "--conntrack-tcp-timeout-established": "0s", "--conntrack-tcp-timeout-close-wait": "0s",
	}
	runtime := map[string]string{"--config": k8sRegistry + "/config.toml", "--root": k8sCommon + "/var/lib/containerd", "--state": k8sRuntime, "--address": k8sSocket}
	for service, flags := range map[string]map[string]string{"kubelet": kubelet, "kube-proxy": proxy, "containerd": runtime} {
		if err := setK8sArgs(service, flags); err != nil {
			return err
		}
	}
	for service, changes := range extra {
		if err := changeK8sArgs(service, changes); err != nil {
			return err
		}
	}
	for file, text := range files {
		if err := writePrivate(filepath.Join(k8sConfDir, filepath.Base(file)), []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

// k8sService is one unit of the snap: it waits for what it needs and becomes the program.
func k8sService(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("labnode k8s-service: which?")
	}
	flags := k8sFlags(args[0])
	api := fmt.Sprintf("127.0.0.1:%d", apiPort())
	become := func(program string, more ...string) error {
		path := programPath(program)
		return syscall.Exec(path, append(append([]string{path}, more...), flags...), os.Environ())
	}
	switch args[0] {
	case "k8sd":
		return k8sd()
	case "containerd":
		return become("containerd")
	case "etcd":
		return become("labcluster", "etcd")
	case "kube-apiserver":
		waitDial("tcp", "127.0.0.1:2379", time.Minute)
		return become("labcluster", "apiserver")
	case "kube-controller-manager":
		waitDial("tcp", api, time.Minute)
		return become("labcluster", "controller-manager")
	case "kube-scheduler":
		waitDial("tcp", api, time.Minute)
		return become("labcluster", "scheduler")
	case "kubelet":
		if !waitDial("unix", k8sSocket, time.Minute) {
			return fmt.Errorf("containerd does not answer")
		}
		importImages(k8sSocket, k8sCommon+"/var/lib/containerd")
		waitDial("tcp", api, time.Minute)
		// The folder itself instead of the link to it: a kubelet compares the paths of what it mounts.
		for i, flag := range flags {
			if flag == "--root-dir=/var/lib/kubelet" {
				flags[i] = "--root-dir=" + k8sCommon + "/var/lib/kubelet"
			}
		}
		return become("kubelet")
	case "kube-proxy":
		waitDial("tcp", api, time.Minute)
		return become("kube-proxy")
	case "k8s-apiserver-proxy":
		return serveProxy(fmt.Sprintf(":%d", apiPort()), readEndpoints)
	}
	return fmt.Errorf("the snap k8s has no service %s", args[0])
}

func apiPort() int {
	if node, initialized := readK8sNode(); initialized && node.Port != 0 {
		return node.Port
	}
	return 6443
}

type endpointsConfig struct {
	Endpoints []string `json:"endpoints"`
}

func readEndpoints() []string {
	var config endpointsConfig
	text, _ := os.ReadFile(endpointsFile)
	json.Unmarshal(text, &config)
	return config.Endpoints
}

func writeEndpoints(servers []string) error {
	text, err := json.Marshal(endpointsConfig{servers})
	if err != nil {
		return err
	}
	return writePrivate(endpointsFile, text)
}
