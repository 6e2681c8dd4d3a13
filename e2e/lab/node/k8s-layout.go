package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Where the k8s snap keeps its things; the same folders as the real one's.
const (
	k8sCommon   = "/var/snap/k8s/common"
	k8sArgsDir  = k8sCommon + "/args"
	k8sConfDir  = k8sArgsDir + "/conf.d"
	k8sLockDir  = k8sCommon + "/lock"
	k8sdState   = k8sCommon + "/var/lib/k8sd/state"
	trustStore  = k8sdState + "/truststore"
	k8sEtcdDir  = k8sCommon + "/var/lib/etcd"
	kubeDir     = "/etc/kubernetes"
	pkiDir      = kubeDir + "/pki"
	k8sCNIDir   = "/etc/cni/net.d"
	k8sPlugins  = "/opt/cni/bin"
	k8sRuntime  = "/run/containerd"
	k8sSocket   = k8sRuntime + "/containerd.sock"
	k8sRegistry = "/etc/containerd"
	k8sdPort    = "6400"

	workerLock    = k8sLockDir + "/worker"
	endpointsFile = k8sConfDir + "/k8s-apiserver-proxy.json"
)

// k8sNode is what a node knows of itself once it was bootstrapped or has joined.
type k8sNode struct {
	Name    string `yaml:"name"`
	Address string `yaml:"address"`
	Port    int    `yaml:"lab-api-port"`
}

func (n k8sNode) ip() string {
	host, _, _ := strings.Cut(n.Address, ":")
	return host
}

// readK8sNode gives false while this node is in no cluster; k8sd goes by the same file.
func readK8sNode() (k8sNode, bool) {
	var node k8sNode
	text, err := os.ReadFile(k8sdState + "/daemon.yaml")
	initialized := err == nil && yaml.Unmarshal(text, &node) == nil && node.Name != ""
	return node, initialized
}

func writeK8sNode(node k8sNode) error {
	text, err := yaml.Marshal(node)
	if err != nil {
		return err
	}
	return writePrivate(k8sdState+"/daemon.yaml", text)
}

func isK8sWorker() bool { return exists(workerLock) }

func writePrivate(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

// k8sArgs are the flags in args/SERVICE. The file is read by a shell in the real snap: one flag on a line, its value in
// quotes or not.
func k8sArgs(service string) map[string]string {
	flags := map[string]string{}
	text, _ := os.ReadFile(filepath.Join(k8sArgsDir, service))
	for _, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		key, value, _ := strings.Cut(line, "=")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if n := len(value); n > 1 && value[0] == value[n-1] && strings.Contains(`"'`, value[:1]) {
			value = value[1 : n-1]
		}
		flags[key] = value
	}
	return flags
}

// changeK8sArgs writes flags over those there; one without a value goes.
func changeK8sArgs(service string, changes map[string]*string) error {
	flags := k8sArgs(service)
	for key, value := range changes {
		if value == nil {
			delete(flags, key)
		} else {
			flags[key] = *value
		}
	}
	text := ""
	for _, key := range slices.Sorted(maps.Keys(flags)) {
		text += fmt.Sprintf("%s=\"%s\"\n", key, flags[key])
	}
	return writePrivate(filepath.Join(k8sArgsDir, service), []byte(text))
}

func setK8sArgs(service string, flags map[string]string) error {
	changes := map[string]*string{}
	for key, value := range flags {
		changes[key] = &value
	}
	return changeK8sArgs(service, changes)
}

// k8sFlags are the flags as the service's command line has them.
func k8sFlags(service string) []string {
	var list []string
	flags := k8sArgs(service)
	for _, key := range slices.Sorted(maps.Keys(flags)) {
		if flags[key] == "" {
			list = append(list, key)
		} else {
			list = append(list, key+"="+flags[key])
		}
	}
	return list
}
