package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

//go:embed manifests/rawfile-storage.yaml
var rawfileManifest string

//go:embed manifests/k8sd-config.yaml
var k8sdConfigManifest string

// nodeConfig is the ConfigMap k8sd-config, by which every k8sd learns what its kubelet needs. Whether there is a
// network is the lab's own entry.
type nodeConfig struct {
	Data struct {
		ClusterDNS    string `json:"cluster-dns"`
		ClusterDomain string `json:"cluster-domain"`
		Network       string `json:"lab-network"`
	} `json:"data"`
}

const nodeConfigPath = "/api/v1/namespaces/kube-system/configmaps/k8sd-config"

// tendNode keeps what a node of any role has of its own: pod network and routes, the kubelet's name server, the API
// servers that its proxy knows.
func tendNode(node k8sNode) error {
	kube, err := kubeAs("kubelet.conf")
	if err != nil {
		return err
	}
	defer kube.http.CloseIdleConnections()
	var config nodeConfig
	if err := kube.get(nodeConfigPath, &config); err != nil {
		return err
	}
	if dns := config.Data.ClusterDNS; dns != k8sArgs("kubelet")["--cluster-dns"] {
		change := map[string]*string{"--cluster-dns": &dns, "--cluster-domain": &config.Data.ClusterDomain}
		if dns == "" {
			change["--cluster-dns"] = nil
		}
		if err := changeK8sArgs("kubelet", change); err != nil {
			return err
		}
		if loadUnits()[k8sUnit("kubelet")].Enabled {
			if err := restartK8s("kubelet"); err != nil {
				return err
			}
		}
	}
	if err := annotateVersion(kube, node); err != nil {
		return err
	}
	proxy, err := kubeAs("proxy.conf")
	if err != nil {
		return err
	}
	defer proxy.http.CloseIdleConnections()
	if config.Data.Network == "enabled" {
		nodes, err := proxy.nodes()
		if err != nil {
			return err
		}
		applyNetwork(nodes, node.Name, k8sCNIDir)
	}
	servers, err := proxy.apiServers()
	if err == nil && isK8sWorker() && len(servers) > 0 && !slices.Equal(servers, readEndpoints()) {
		return writeEndpoints(servers)
	}
	return err
}

// tendCluster is for the control plane whose etcd leads: it deploys what is asked for, and marks nodes by their role.
func tendCluster() error {
	s, err := localK8sStore()
	if err != nil {
		return err
	}
	defer s.etcd.http.CloseIdleConnections()
	if !s.isLeader() {
		return nil
	}
	cluster, err := s.cluster()
	if err != nil {
		return err
	}
	statuses, err := s.statuses()
	if err != nil {
		return err
	}
	kube, err := kubeAs("admin.conf")
	if err != nil {
		return err
	}
	defer kube.http.CloseIdleConnections()
	// The API server is up before its namespaces and roles are; a feature that came too early would show as failed.
	if apiReady() != nil {
		return nil
	}
	for _, each := range k8sFeatures {
		wanted, err := json.Marshal(cluster.Features[each.name])
		if err != nil {
			return err
		}
		if known, applied := statuses[each.name]; applied && known.Applied == string(wanted) {
			continue
		}
		status, failed := deployFeature(s, kube, cluster, each.name)
		status.UpdatedAt = time.Now().UTC()
		stored := storedStatus{each.name, status, string(wanted)}
		if failed {
			// Tried again at the next round.
			stored.Applied = "failed"
		}
		if err := s.put("features/"+each.name, stored); err != nil {
			return err
		}
	}
	return markRoles(kube)
}

// The version texts are those of what the lab runs; gateway, ingress and load-balancer are noted and shown, not deployed.
func deployFeature(s k8sStore, kube *kubeClient, cluster *k8sCluster, name string) (status featureStatus, failed bool) {
	on := cluster.Features.enabled(name)
	status = featureStatus{Enabled: on, Message: "disabled", Version: "lab"}
	if on {
		status.Message = "enabled"
	}
	fail := func(what string, err error) (featureStatus, bool) {
		return featureStatus{Version: status.Version, Message: fmt.Sprintf("Failed to deploy %s, the error was: %v", what, err)}, true
	}
	switch name {
	case "network":
		if err := publishNodeConfig(cluster); err != nil {
			return fail("Cilium Network", err)
		}
	case "dns":
		status.Version = "1.15.0"
		address, err := deployDNS(kube, cluster, on)
		if err != nil {
			return fail("DNS", err)
		}
		cluster.ClusterDNS = address
		if err = s.put("config", cluster); err == nil {
			err = publishNodeConfig(cluster)
		}
		if err != nil {
			return fail("DNS", err)
		}
		if on {
			status.Message = "enabled at " + address
		}
	case "local-storage":
		folder := cluster.Features.text("local-storage", "local-path")
		if err := deployStorage(cluster, on, folder); err != nil {
			return fail("Local Storage", err)
		}
		if on {
			status.Message = "enabled at " + folder
		}
	case "load-balancer":
		mode := "Unknown"
		if cluster.Features.value(name, "l2-mode") == true {
			mode = "L2"
		}
		if cluster.Features.value(name, "bgp-mode") == true {
			mode = "BGP"
		}
		if on {
			status.Message = "enabled, " + mode + " mode"
		}
	case "metrics-server":
		status.Version = "0.9.0"
		if !exists(labDir + "/images/metrics-server.tar") {
			// This lab was built without it.
			return featureStatus{Version: status.Version, Message: "disabled"}, false
		}
		if err := k8sManifest(on, metricsManifest); err != nil {
			return fail("Metrics Server", err)
		}
	}
	return status, false
}

// k8sManifest applies a manifest or takes it away, with texts put in for its variables.
func k8sManifest(on bool, text string, variables ...string) error {
	args := []string{"--kubeconfig=" + kubeDir + "/admin.conf", "apply", "-f", "-"}
	if !on {
		args = []string{"--kubeconfig=" + kubeDir + "/admin.conf", "delete", "-f", "-", "--ignore-not-found", "--wait=false"}
	}
	command := exec.Command(binDir+"/kubectl", args...)
	command.Stdin = strings.NewReader(strings.NewReplacer(variables...).Replace(text))
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	return nil
}

func publishNodeConfig(cluster *k8sCluster) error {
	network := "disabled"
	if cluster.Features.enabled("network") {
		network = "enabled"
	}
	return k8sManifest(true, k8sdConfigManifest, "$DNS", cluster.ClusterDNS, "$DOMAIN", cluster.Features.text("dns", "cluster-domain"), "$NETWORK", network)
}

// deployDNS gives the address of the Service, which the API server chose when none is asked for.
func deployDNS(kube *kubeClient, cluster *k8sCluster, on bool) (string, error) {
	text := dnsManifest
	address := cluster.Features.text("dns", "service-ip")
	if address == "" {
		text = strings.Replace(text, "  clusterIP: $DNSIP\n", "", 1)
	}
	if err := k8sManifest(on, text, "$DNSIP", address, "$DNSSERVICE", "coredns", "cluster.local", cluster.Features.text("dns", "cluster-domain")); err != nil || !on {
		return "", err
	}
	var service struct{ Spec struct{ ClusterIP string } }
	err := kube.get("/api/v1/namespaces/kube-system/services/coredns", &service)
	return service.Spec.ClusterIP, err
}

func deployStorage(cluster *k8sCluster, on bool, folder string) error {
	if on {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	return k8sManifest(on, rawfileManifest, "$FOLDER", folder, "$POLICY", cluster.Features.text("local-storage", "reclaim-policy"), "$DEFAULT", cluster.Features.text("local-storage", "default"))
}

// markRoles gives nodes the labels and the annotation that k8sd gives them.
func markRoles(kube *kubeClient) error {
	nodes, err := kube.nodes()
	if err != nil {
		return err
	}
	for _, node := range nodes {
		labels := map[string]string{"node-role.kubernetes.io/worker": ""}
		if node.Metadata.Labels["k8sd.io/role"] == "control-plane" {
			labels["node-role.kubernetes.io/control-plane"] = ""
		}
		missing := false
		for label := range labels {
			_, has := node.Metadata.Labels[label]
			missing = missing || !has
		}
		if node.Metadata.Labels["k8sd.io/role"] == "" || !missing {
			continue
		}
		err := kube.do("PATCH", "/api/v1/nodes/"+node.Metadata.Name, map[string]any{"metadata": map[string]any{"labels": labels}}, nil)
		var answered *kubeError
		if err != nil && !(errors.As(err, &answered) && answered.status == http.StatusNotFound) {
			return err
		}
	}
	return nil
}

// annotateVersion says on the Node object which release of the snap the node has.
func annotateVersion(kube *kubeClient, node k8sNode) error {
	r := k8sSnap.current()
	text, err := json.Marshal(map[string]string{"revision": r.revision, "kubernetesVersion": strings.TrimPrefix(r.version, "v")})
	if err != nil {
		return err
	}
	var object kubeNode
	if err := kube.get("/api/v1/nodes/"+node.Name, &object); err != nil || object.Metadata.Annotations["k8sd.io/version"] == string(text) {
		return err
	}
	body := map[string]any{"metadata": map[string]any{"annotations": map[string]string{"k8sd.io/version": string(text)}}}
	return kube.do("PATCH", "/api/v1/nodes/"+node.Name, body, nil)
}
