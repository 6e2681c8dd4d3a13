package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const cniDir = snapData + "/args/cni-network"

// followNetwork does what a CNI agent does: it writes this node's own pod range into the CNI configuration and
// keeps a route to every other node's range. All nodes are on one bridge, so plain routes are enough.
func followNetwork() {
	for pause := time.Duration(0); ; pause = time.Second {
		time.Sleep(pause)
		ca := "ca.crt"
		if clustered() {
			ca = "ca.remote.crt"
		}
		kube, err := newKube("proxy", ca)
		if err != nil {
			continue
		}
		if nodes, err := kube.nodes(); err == nil {
			applyNetwork(nodes, hostName(), cniDir)
		}
		if servers, err := kube.apiServers(); err == nil && clustered() && len(servers) > 0 && !slices.Equal(servers, apiServers()) {
			writeProvider(servers)
		}
		kube.http.CloseIdleConnections()
	}
}

func applyNetwork(nodes []kubeNode, self, cniDir string) {
	wanted := map[string]string{}
	for _, node := range nodes {
		switch {
		case node.Spec.PodCIDR == "":
		case node.Metadata.Name == self:
			writeCNI(node.Spec.PodCIDR, cniDir)
		case node.internalIP() != "":
			wanted[node.Spec.PodCIDR] = node.internalIP()
		}
	}
	for cidr, via := range currentRoutes() {
		if wanted[cidr] != via {
			exec.Command("ip", "route", "del", cidr).Run()
		} else {
			delete(wanted, cidr)
		}
	}
	for cidr, via := range wanted {
		exec.Command("ip", "route", "replace", cidr, "via", via, "proto", "80").Run()
	}
}

func currentRoutes() map[string]string {
	routes := map[string]string{}
	text, _ := exec.Command("ip", "route", "show", "proto", "80").Output()
	for _, line := range strings.Split(string(text), "\n") {
		if words := strings.Fields(line); len(words) >= 3 && words[1] == "via" {
			routes[words[0]] = words[2]
		}
	}
	return routes
}

func writeCNI(cidr, cniDir string) {
	path := filepath.Join(cniDir, "10-lab.conflist")
	text := fmt.Sprintf(`{"cniVersion":"0.4.0","name":"k8s-pod-network","plugins":[{"type":"bridge","bridge":"cni0","isGateway":true,"hairpinMode":true,"ipam":{"type":"host-local","ranges":[[{"subnet":"%s"}]],"routes":[{"dst":"0.0.0.0/0"}]}},{"type":"portmap","capabilities":{"portMappings":true}}]}
`, cidr)
	if readWord(path) == strings.TrimSpace(text) {
		return
	}
	os.MkdirAll(cniDir, 0o775)
	os.WriteFile(path+".new", []byte(text), 0o660)
	os.Rename(path+".new", path)
}

// forgetNetwork is for a node that changes clusters: its pod range is no longer its own.
func forgetNetwork(cniDir string) {
	os.Remove(filepath.Join(cniDir, "10-lab.conflist"))
	os.RemoveAll("/var/lib/cni/networks/k8s-pod-network")
	exec.Command("ip", "link", "del", "cni0").Run()
	for cidr := range currentRoutes() {
		exec.Command("ip", "route", "del", cidr).Run()
	}
}
