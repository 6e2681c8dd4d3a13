package main

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func k8sBootstrap(call *k8sCall) error {
	if microk8sSnap.channel() != "" {
		return refuse("Error: microk8s snap is installed. Please remove it using the following command and try again:\n\n  sudo snap remove microk8s")
	}
	if call.given("interactive") {
		return refuse("The lab does not ask: give a --file.")
	}
	node, err := thisK8sNode(call)
	if err != nil {
		return err
	}
	config, err := chosenConfig(call.flag("file"))
	if err != nil {
		return refuse("Error: Failed to read bootstrap configuration from %q.\n\nThe error was: %v", call.flag("file"), err)
	}
	node.Port = config.port
	if err := config.check(); err != nil {
		return refuse("Bootstrap config verification failed: %v", err)
	}
	complain("Bootstrapping the cluster. This may take a few seconds, please wait.")
	if err := bootstrapNode(node, config, call.deadline); err != nil {
		forgetK8sCluster()
		return refuse("Error: Failed to bootstrap the cluster.\n\nThe error was: %v", k8sdError("POST", "k8sd/cluster", fmt.Errorf("failed to bootstrap new cluster: %w", err)))
	}
	plain := fmt.Sprintf("Bootstrapped a new Kubernetes cluster with node address %q.\nThe node will be 'Ready' to host workloads after the CNI is deployed successfully.\n", node.Address)
	return call.print(plain, map[string]any{"node": map[string]string{"name": node.Name, "address": node.Address}})
}

// thisK8sNode is the node as bootstrap and join-cluster name it; both refuse one that is in a cluster.
func thisK8sNode(call *k8sCall) (k8sNode, error) {
	node := k8sNode{Name: call.flag("name"), Port: 6443}
	if node.Name == "" {
		node.Name = hostName()
	}
	ip := nodeIP()
	if given := call.flag("address"); given != "" {
		ip, _, _ = strings.Cut(given, ":")
	}
	node.Address = net.JoinHostPort(ip, k8sdPort)
	if err := k8sdRuns(); err != nil {
		return node, err
	}
	if _, initialized := readK8sNode(); initialized {
		return node, refuse(alreadyJoined)
	}
	return node, nil
}

// checkAddress refuses what is no address of this machine, once k8sd has begun.
func (n k8sNode) checkAddress() error {
	if net.ParseIP(n.ip()) == nil {
		return fmt.Errorf("Received invalid address %q", n.Address)
	}
	addresses, err := net.InterfaceAddrs()
	if slices.ContainsFunc(addresses, func(a net.Addr) bool { return strings.HasPrefix(a.String(), n.ip()+"/") }) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("failed to get local node IPs for kubelet: failed to find a local interface associated with the node IP address '%s'", n.ip())
}

func chosenConfig(file string) (*bootstrapConfig, error) {
	config := &bootstrapConfig{features: featureConfig{}, extraArgs: extraArgs{}}
	if file == "" {
		for _, name := range []string{"network", "dns", "gateway", "local-storage"} {
			config.features.set(name, "enabled", true)
		}
	} else {
		text, err := readConfigFile(file)
		if err != nil {
			return nil, err
		}
		if config, err = parseBootstrapConfig(text); err != nil {
			return nil, fmt.Errorf("failed to parse YAML config file: %w", err)
		}
	}
	if config.podCIDR == "" {
		config.podCIDR = "10.1.0.0/16"
	}
	if config.serviceCIDR == "" {
		config.serviceCIDR = "10.152.183.0/24"
	}
	if config.port == 0 {
		config.port = 6443
	}
	return config, nil
}

func (c *bootstrapConfig) check() error {
	err := validateRanges(c.podCIDR, c.serviceCIDR)
	if err == nil {
		err = c.features.validate()
	}
	if err != nil {
		return fmt.Errorf("invalid cluster configuration: %w", err)
	}
	return preInitChecks(map[string]int{"kube-apiserver": c.port, "kube-scheduler": 10259, "kube-controller-manager": 10257, "etcd": 2379, "etcd-peer": 2380})
}

// preInitChecks are k8sd's own before it takes a node: ports, and another containerd.
func preInitChecks(ports map[string]int) error {
	maps.Copy(ports, map[string]int{"kubelet": 10250, "kubelet-healthz": 10248, "kube-proxy-healhz": 10256, "kube-proxy-metrics": 10249})
	var taken []error
	for _, service := range slices.Sorted(maps.Keys(ports)) {
		listener, err := net.Listen("tcp", ":"+strconv.Itoa(ports[service]))
		if err != nil {
			taken = append(taken, fmt.Errorf("port %d (needed by: %s) is already in use", ports[service], service))
			continue
		}
		listener.Close()
	}
	if len(taken) > 0 {
		return fmt.Errorf("pre-init checks failed for node: Encountered error(s) while verifying port availability for Kubernetes services: %w", errors.Join(taken...))
	}
	if exists(k8sRuntime) {
		return fmt.Errorf("pre-init checks failed for node: The path '%[1]s' required for the containerd socket already exists, meaning there is likely another service running containerd on this node, which will conflict with kubernetes. Please stop any other running containerd service and remove the existing directory at '%[1]s' before bootstrapping or joining a cluster.\nDev-only: You can change the k8s containerd install path using --containerd-base-dir. Note that you may have to update the containerd configs of any operators on this node as well.\n", k8sRuntime)
	}
	return nil
}

func bootstrapNode(node k8sNode, config *bootstrapConfig, deadline time.Time) error {
	if err := node.checkAddress(); err != nil {
		return err
	}
	shared, err := newSharedPKI()
	if err != nil {
		return err
	}
	own, err := selfSigned("k8sd", false, node.Name)
	if err != nil {
		return err
	}
	cluster := &k8sCluster{
		PodCIDR: config.podCIDR, ServiceCIDR: config.serviceCIDR, Taints: config.taints, Authorization: "Node,RBAC", Port: config.port,
		Features: config.features, Shared: shared, Cert: own.cert, Key: own.key,
	}
	if config.disableRBAC {
		cluster.Authorization = "AlwaysAllow"
	}
	if err := prepareControlPlane(node, cluster, config.extraSANs); err != nil {
		return err
	}
	if err := writeControlPlaneArgs(node, cluster, config.extraArgs, config.files, etcdPeer(node.Name, node.ip()), "new"); err != nil {
		return err
	}
	if err := startK8s("etcd"); err != nil {
		return err
	}
	s, err := localK8sStore()
	if err != nil {
		return err
	}
	if err := until(deadline, func() error { return s.put("config", cluster) }); err != nil {
		return fmt.Errorf("failed to wait for etcd: %w", err)
	}
	if err := s.putMember(k8sMember{Name: node.Name, Address: node.Address}); err != nil {
		return err
	}
	return startControlPlane(node, deadline)
}

// prepareControlPlane writes what a control plane finds on its disk: from here on the node counts as in a cluster.
func prepareControlPlane(node k8sNode, cluster *k8sCluster, extraSANs []string) error {
	if err := layOutK8s(); err != nil {
		return err
	}
	if err := writeK8sNode(node); err != nil {
		return err
	}
	for file, text := range map[string]string{"cluster.crt": cluster.Cert, "cluster.key": cluster.Key} {
		if err := writePrivate(filepath.Join(k8sdState, file), []byte(text)); err != nil {
			return err
		}
	}
	if err := writeShared(cluster.Shared); err != nil {
		return err
	}
	certs := append(controlPlaneCerts(node, firstAddress(cluster.ServiceCIDR), extraSANs), etcdCerts(node)...)
	return issueK8s(node, cluster.Shared, certs, k8sLife())
}

func startControlPlane(node k8sNode, deadline time.Time) error {
	services := controlPlaneServices
	if lostJoin() {
		services = slices.DeleteFunc(slices.Clone(services), func(name string) bool { return name == "kubelet" })
	}
	if err := startK8s(services...); err != nil {
		return err
	}
	if err := until(deadline, apiReady); err != nil {
		return fmt.Errorf("failed to wait for kube-apiserver to become ready: %w", err)
	}
	return until(deadline, func() error {
		conn, err := net.DialTimeout("tcp", node.Address, time.Second)
		if err == nil {
			conn.Close()
		}
		return err
	})
}

// apiReady also wants the namespaces and roles that an API server makes for itself in a new cluster.
func apiReady() error {
	kube, err := kubeAs("admin.conf")
	if err != nil {
		return err
	}
	defer kube.http.CloseIdleConnections()
	if err := kube.get("/api/v1/namespaces/kube-system", nil); err != nil {
		return err
	}
	return kube.get("/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node-proxier", nil)
}

// until tries again and again, and gives what was wrong last when the time is over.
func until(deadline time.Time, act func() error) error {
	for {
		err := act()
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("context deadline exceeded: %w", err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}
