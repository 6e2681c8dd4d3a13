package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// clusterAnswers is MicroK8s' own test of readiness: the kubernetes Service is there and a node is Ready.
func clusterAnswers(withNode bool) bool {
	kube, err := newKube("client", "ca.crt")
	if err != nil {
		return false
	}
	defer kube.http.CloseIdleConnections()
	if kube.get("/api/v1/namespaces/default/services/kubernetes", nil) != nil {
		return false
	}
	nodes, err := kube.nodes()
	if err != nil {
		return false
	}
	ready := !withNode
	for _, node := range nodes {
		// A node that is closed for new pods is "Ready,SchedulingDisabled", which MicroK8s does not count.
		ready = ready || node.ready() && !node.Spec.Unschedulable
	}
	return ready
}

func waitReady(limit time.Duration, withNode bool) bool {
	start := time.Now()
	for !clusterAnswers(withNode) {
		if limit > 0 && time.Since(start) > limit {
			return false
		}
		time.Sleep(500 * time.Millisecond)
	}
	return true
}

func status(args []string) error {
	format, wait, limit, only := "pretty", false, 0, ""
	for i := 0; i < len(args); i++ {
		key, value, assigned := strings.Cut(args[i], "=")
		if strings.Contains(" --format --timeout -t --addon -a ", " "+key+" ") && !assigned && i+1 < len(args) {
			i++
			value = args[i]
		}
		switch key {
		case "--format":
			format = value
		case "--wait-ready", "-w":
			wait = true
		case "--timeout", "-t":
			limit, _ = strconv.Atoi(value)
		case "--addon", "-a":
			only = value
		case "--yaml":
			format = "yaml"
		default:
			complain("usage: microk8s status [-h] [--format {short,pretty,yaml}] [-w] [-t TIMEOUT] [-a ADDON] [--yaml]\nmicrok8s status: error: unrecognized arguments: %s", args[i])
			return exitCode(2)
		}
	}
	if clustered() {
		fmt.Println("This MicroK8s deployment is acting as a node in a cluster.\nPlease use the control plane node.")
		return nil
	}
	if exists(lockDir + "/stopped.lock") {
		fmt.Println("microk8s is not running, try microk8s start")
		return nil
	}
	ready := false
	if wait {
		ready = waitReady(time.Duration(limit)*time.Second, true)
	} else {
		ready = clusterAnswers(true)
	}
	var on, off []addon
	if ready {
		on, off = addonStates(only)
	}
	switch {
	case only != "" && len(on) > 0:
		fmt.Println("enabled")
	case only != "":
		fmt.Println("disabled")
	case format == "short":
		printShort(ready, on, off)
	case format == "yaml":
		printYAML(ready, on, off)
	default:
		printPretty(ready, on, off)
	}
	if !ready {
		return exitCode(1)
	}
	return nil
}

const notRunning = "microk8s is not running. Use microk8s inspect for a deeper inspection."

// databaseNode is a member of the datastore as dqlite shows it.
type databaseNode struct{ address, role string }

// databaseNodes are what MicroK8s shows: loopback until another node has asked to join. As in dqlite, of two
// only the leader votes, and the other is a spare until there are three.
func databaseNodes() []databaseNode {
	if !exists(lockDir + "/no-cert-reissue") {
		return []databaseNode{{"127.0.0.1:19001", "voter"}}
	}
	local := localDatastore("127.0.0.1")
	members, err := local.members()
	if err != nil {
		return nil
	}
	leader, err := local.leader()
	if err != nil {
		return nil
	}
	var nodes []databaseNode
	for _, member := range members {
		role := "voter"
		if len(members) == 2 && member.ID != leader {
			role = "spare"
		}
		nodes = append(nodes, databaseNode{member.ip() + ":19001", role})
	}
	return nodes
}

func printShort(ready bool, on, off []addon) {
	if !ready {
		fmt.Println(notRunning)
		return
	}
	fmt.Println("microk8s is running\naddons:")
	for _, a := range on {
		fmt.Printf("core/%s: enabled\n", a.name)
	}
	for _, a := range off {
		fmt.Printf("core/%s: disabled\n", a.name)
	}
}

func printPretty(ready bool, on, off []addon) {
	if !ready {
		fmt.Println(notRunning)
		return
	}
	// Spares are not printed.
	var masters []string
	for _, node := range databaseNodes() {
		if node.role == "voter" {
			masters = append(masters, node.address)
		}
	}
	available := "no"
	if len(masters) > 2 {
		available = "yes"
	}
	if len(masters) == 0 {
		masters = []string{"none"}
	}
	fmt.Printf("microk8s is running\nhigh-availability: %s\n  datastore master nodes: %s\n  datastore standby nodes: none\naddons:\n", available, strings.Join(masters, " "))
	printAddons("enabled", on)
	printAddons("disabled", off)
}

func printAddons(title string, list []addon) {
	if len(list) == 0 {
		return
	}
	fmt.Printf("  %s:\n", title)
	for _, a := range list {
		fmt.Printf("    %-20s # (core) %s\n", a.name, a.description)
	}
}

func printYAML(ready bool, on, off []addon) {
	fmt.Printf("microk8s:\n  running: %s\nhigh-availability:\n  enabled: True\n  nodes:\n", map[bool]string{true: "True", false: "False"}[ready])
	for _, node := range databaseNodes() {
		fmt.Printf("    - address: %s\n      role: %s\n", node.address, node.role)
	}
	if !ready {
		fmt.Println("  message: " + notRunning)
		return
	}
	fmt.Println("addons:")
	for i, list := range [][]addon{on, off} {
		for _, a := range list {
			fmt.Printf("  - name: %s\n    repository: core\n    description: %s\n    version: %s\n    status: %s\n", a.name, a.description, a.version, []string{"enabled", "disabled"}[i])
		}
	}
}
