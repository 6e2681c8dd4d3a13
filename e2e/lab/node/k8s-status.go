package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"
)

// The snap's own order of the rows; "gateway" has no colon there either.
var statusRows = []struct{ label, feature string }{
	{"network:", "network"}, {"dns:", "dns"}, {"ingress:", "ingress"}, {"load-balancer:", "load-balancer"}, {"local-storage:", "local-storage"}, {"gateway", "gateway"},
}

type shownMember struct {
	Name          string `json:"name" yaml:"name"`
	Address       string `json:"address" yaml:"address"`
	ClusterRole   string `json:"cluster-role" yaml:"cluster-role"`
	DatastoreRole string `json:"datastore-role,omitempty" yaml:"datastore-role,omitempty"`
}

type shownStatus struct {
	Ready         bool           `json:"ready,omitempty" yaml:"ready"`
	Members       []shownMember  `json:"members,omitempty" yaml:"members"`
	Config        map[string]any `json:"config" yaml:"config"`
	Datastore     map[string]any `json:"datastore" yaml:"datastore"`
	DNS           featureStatus  `json:"dns" yaml:"dns,omitempty"`
	Network       featureStatus  `json:"network" yaml:"network,omitempty"`
	LoadBalancer  featureStatus  `json:"load-balancer" yaml:"load-balancer,omitempty"`
	Ingress       featureStatus  `json:"ingress" yaml:"ingress,omitempty"`
	Gateway       featureStatus  `json:"gateway" yaml:"gateway,omitempty"`
	MetricsServer featureStatus  `json:"metrics-server" yaml:"metrics-server,omitempty"`
	LocalStorage  featureStatus  `json:"local-storage" yaml:"local-storage,omitempty"`
}

func k8sStatus(call *k8sCall) error {
	if _, err := inK8sCluster(); err != nil {
		return err
	}
	s, err := controlPlaneStore("GET", "k8sd/cluster")
	if isK8sWorker() {
		err = fmt.Errorf("wait check failed: %w", err)
	}
	var status *shownStatus
	for err == nil {
		// k8sd is asked once a second.
		if status, err = clusterStatus(s); err != nil {
			err = fmt.Errorf("wait check failed: %w", k8sdError("GET", "k8sd/cluster", err))
		}
		if err != nil || !call.given("wait-ready") || status.Ready {
			break
		}
		if time.Now().After(call.deadline) {
			err = context.DeadlineExceeded
		}
		time.Sleep(500 * time.Millisecond)
	}
	if err != nil {
		return refuse("Error: Failed to retrieve the cluster status.\n\nThe error was: %v", err)
	}
	return call.print(status.String(), status)
}

func clusterStatus(s k8sStore) (*shownStatus, error) {
	cluster, err := s.cluster()
	if err != nil {
		return nil, fmt.Errorf("failed to get cluster config: %w", err)
	}
	members, err := shownMembers(s)
	if err != nil {
		return nil, fmt.Errorf("failed to get cluster members: %w", err)
	}
	statuses, err := s.statuses()
	if err != nil {
		return nil, err
	}
	ready, err := hasReadyNodes()
	if err != nil {
		return nil, fmt.Errorf("failed to check if cluster has ready nodes: %w", err)
	}
	if cluster.Features.enabled("dns") && (cluster.ClusterDNS == "" || k8sArgs("kubelet")["--cluster-dns"] != cluster.ClusterDNS) {
		ready = false
	}
	of := func(name string) featureStatus { return statuses[name].Status }
	return &shownStatus{
		Ready: ready, Members: members, Config: map[string]any{"network": map[string]any{"kube-proxy-enabled": nil}}, Datastore: map[string]any{"type": "etcd"},
		DNS: of("dns"), Network: of("network"), LoadBalancer: of("load-balancer"), Ingress: of("ingress"), Gateway: of("gateway"), MetricsServer: of("metrics-server"), LocalStorage: of("local-storage"),
	}, nil
}

func hasReadyNodes() (bool, error) {
	kube, err := kubeAs("admin.conf")
	if err != nil {
		return false, err
	}
	nodes, err := kube.nodes()
	for _, node := range nodes {
		if node.ready() {
			return true, nil
		}
	}
	return false, err
}

// voters and standBys are how many members the dqlite of k8sd gives these roles; the others are spares. In etcd each votes.
const (
	voters   = 3
	standBys = 2
)

func shownMembers(s k8sStore) ([]shownMember, error) {
	members, err := s.members()
	if err != nil {
		return nil, err
	}
	if err := askMembers(members); err != nil {
		return nil, err
	}
	joined, shown := 0, []shownMember{}
	for _, member := range members {
		role := dqliteRole(joined, len(members))
		if member.Pending {
			role = "PENDING"
		} else {
			joined++
		}
		shown = append(shown, shownMember{member.Name, member.Address, "control-plane", role})
	}
	return shown, nil
}

func dqliteRole(index, members int) string {
	switch {
	case index == 0 || members >= voters && index < voters:
		return "voter"
	case members >= voters && index < voters+standBys:
		return "stand-by"
	}
	return "spare"
}

// silence is how long a member that drops packets is waited for, and how long the one that asks waits for the whole list.
const silence = 30 * time.Second

// askMembers calls each member in turn, as the real one does before it lists them. What it hears does not matter.
func askMembers(members []k8sMember) error {
	begun := time.Now()
	for _, member := range members {
		if conn, err := net.DialTimeout("tcp", member.Address, silence); err == nil {
			conn.Close()
		}
	}
	if time.Since(begun) < silence {
		return nil
	}
	return errors.New(`Get "http://control.socket/core/1.0/cluster": context deadline exceeded`)
}

func (s *shownStatus) String() string {
	row := func(label, value string) string { return fmt.Sprintf("%-25s %s", label, value) }
	ready, available, voting, addresses := "not ready", "no", 0, []string{}
	if s.Ready {
		ready = "ready"
	}
	for _, member := range s.Members {
		addresses = append(addresses, fmt.Sprintf("%s (%s)", member.Address, member.DatastoreRole))
		if member.DatastoreRole == "voter" {
			voting++
		}
	}
	if voting > 2 {
		available = "yes"
	}
	if len(addresses) == 0 {
		addresses = []string{"none"}
	}
	lines := []string{row("cluster status:", ready), row("control plane nodes:", strings.Join(addresses, ", ")), row("high availability:", available), row("datastore:", "etcd")}
	states := map[string]featureStatus{"network": s.Network, "dns": s.DNS, "ingress": s.Ingress, "load-balancer": s.LoadBalancer, "local-storage": s.LocalStorage, "gateway": s.Gateway}
	for _, each := range statusRows {
		lines = append(lines, row(each.label, states[each.feature].String()))
	}
	return strings.Join(lines, "\n")
}

func (f featureStatus) String() string {
	switch {
	case f.Message != "":
		return f.Message
	case f.Enabled:
		return "enabled"
	}
	return "disabled"
}

func k8sLocalStatus(call *k8sCall) error {
	node, err := inK8sCluster()
	if err != nil {
		return err
	}
	type localNode struct {
		Name          string `json:"name" yaml:"name"`
		Address       string `json:"address" yaml:"address"`
		ClusterRole   string `json:"cluster-role" yaml:"cluster-role"`
		DatastoreRole string `json:"datastore-role,omitempty" yaml:"datastore-role,omitempty"`
	}
	local := localNode{node.Name, node.ip(), "worker", ""}
	if !isK8sWorker() {
		local = localNode{node.Name, node.Address, "control-plane", "unknown"}
		if s, err := localK8sStore(); err == nil {
			members, _ := shownMembers(s)
			for _, member := range members {
				if member.Name == node.Name {
					local.DatastoreRole = member.DatastoreRole
				}
			}
		}
	}
	plain := fmt.Sprintf("name: %s\naddress: %s\ncluster-role: %s", local.Name, local.Address, local.ClusterRole)
	if local.DatastoreRole != "" {
		plain += "\ndatastore-role: " + local.DatastoreRole
	}
	return call.print(plain+"\n", local)
}

// k8sSwitch is `k8s enable` and `k8s disable`; what they ask for happens a moment later, in k8sd.
func k8sSwitch(verb string) func(*k8sCall) error {
	return func(call *k8sCall) error {
		changes := featureConfig{}
		for _, name := range call.words {
			if featureOf(name) == nil {
				return refuse("Error: Cannot %s %q, must be one of: %s", verb, name, strings.Join(namedFeatures, ", "))
			}
			changes.set(name, "enabled", verb == "enable")
		}
		list := strings.Join(call.words, ", ")
		doing, where := "Enabling", "on"
		if verb == "disable" {
			doing, where = "Disabling", "from"
		}
		complain("%s %s %s the cluster. This may take a few seconds, please wait.", doing, list, where)
		if _, err := inK8sCluster(); err != nil {
			return err
		}
		if err := changeFeatures(changes); err != nil {
			return refuse("Error: Failed to %s %s %s the cluster.\n\nThe error was: %v", verb, list, where, err)
		}
		return call.print(list+" "+verb+"d.\n", map[string]any{"features": call.words})
	}
}

func changeFeatures(changes featureConfig) error {
	const path = "k8sd/cluster/config"
	s, err := controlPlaneStore("PUT", path)
	if err != nil {
		return err
	}
	cluster, err := s.cluster()
	if err != nil {
		return k8sdError("PUT", path, err)
	}
	for name, settings := range changes {
		for key, value := range settings {
			cluster.Features.set(name, key, value)
		}
	}
	if err := cluster.Features.validate(); err != nil {
		return k8sdError("PUT", path, fmt.Errorf("database transaction to update cluster configuration failed: failed to update cluster configuration: invalid new cluster configuration: %w", err))
	}
	return s.put("config", cluster)
}

func k8sSet(call *k8sCall) error {
	changes := featureConfig{}
	for _, arg := range call.words {
		if err := changes.parseSetting(arg); err != nil {
			return refuse("Error: Invalid option %q.\n\nThe error was: %v", arg, err)
		}
	}
	if _, initialized := readK8sNode(); !initialized {
		err := k8sdError("PUT", "k8sd/cluster/config", errors.New("Database is not yet initialized"))
		return refuse("Error: Failed to apply requested cluster configuration changes.\n\nThe error was: %v", err)
	}
	if err := changeFeatures(changes); err != nil {
		return refuse("Error: Failed to apply requested cluster configuration changes.\n\nThe error was: %v", err)
	}
	return call.print("Configuration updated.", map[string]any{"cluster-config": changes})
}

func k8sGet(call *k8sCall) error {
	if _, err := inK8sCluster(); err != nil {
		return err
	}
	s, err := controlPlaneStore("GET", "k8sd/cluster/config")
	var cluster *k8sCluster
	if err == nil {
		cluster, err = s.cluster()
	}
	if err != nil {
		return refuse("Error: Failed to get the current cluster configuration.\n\nThe error was: %v", err)
	}
	path := strings.Join(call.words, "")
	name, key, single := strings.Cut(path, ".")
	known := featureOf(name)
	switch {
	case path == "":
		return call.printFeatures(cluster.Features)
	case known == nil || name == "metrics-server" || single && known.settingOf(key) == nil:
		return refuse("Error: Unknown config key %q.", path)
	case single:
		value := cluster.Features.value(name, key)
		return call.print(fmt.Sprint(value), value)
	}
	return call.printMapping(cluster.Features.shown(name))
}
