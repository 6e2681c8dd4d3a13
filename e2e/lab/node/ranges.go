package main

import (
	"net"
	"os"
	"strings"
)

// ranges are the networks of pods and Services: those that this node's services were given, at first those of the
// launch configuration, else MicroK8s' own. As in MicroK8s a join does not bring them along.
func ranges() (pods, services string) {
	pods, services = argValue("kube-controller-manager", "--cluster-cidr"), argValue("kube-controller-manager", "--service-cluster-ip-range")
	if pods != "" {
		return pods, services
	}
	pods, services = "10.1.0.0/16", "10.152.183.0/24"
	text, _ := os.ReadFile(snapCommon + "/.microk8s.yaml")
	for _, line := range strings.Split(string(text), "\n") {
		switch key, value, _ := strings.Cut(strings.TrimSpace(line), ": "); key {
		case "IPv4_CLUSTER_CIDR":
			pods = value
		case "IPv4_SERVICE_CIDR":
			services = value
		}
	}
	return pods, services
}

// serviceAddress is the one with this number in the range of Services: the API has 1, DNS has 10.
func serviceAddress(number byte) string {
	_, services := ranges()
	network, _, _ := strings.Cut(services, "/")
	address := net.ParseIP(network).To4()
	if address == nil {
		return ""
	}
	address[3] += number
	return address.String()
}
