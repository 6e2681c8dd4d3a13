package main

import (
	"os"
	"path/filepath"
	"slices"
)

// The texts of this snap's commands and its folders, units and certificates follow the public sources of
// canonical/k8sd and canonical/k8s-snap for 1.36 and https://documentation.ubuntu.com/canonical-kubernetes/.

var k8sSnap = snapPackage{
	name: "k8s", summary: "Canonical Kubernetes, a CNCF-conformant K8s distribution by Canonical", size: 128 << 20,
	releases: []release{
		{"1.36-classic", builtVersion, "5215"}, {"1.35-classic", "v1.35.7", "4986"}, {"1.34-classic", "v1.34.8", "4403"},
		{"1.33-classic", "v1.33.9", "3712"}, {"1.32-classic", "v1.32.9", "3110"},
	},
	install: installK8s, remove: removeK8s, refresh: func(_, to release) error { return stampKubelet(to.version) },
	services: func() []string {
		var units []string
		for _, name := range k8sServiceNames {
			units = append(units, k8sUnit(name))
		}
		return units
	},
}

// In the order in which they can start.
var k8sServiceNames = []string{"containerd", "etcd", "k8sd", "kube-apiserver", "k8s-apiserver-proxy", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"}

var (
	workerServices       = []string{"containerd", "k8s-apiserver-proxy", "kubelet", "kube-proxy"}
	controlPlaneServices = []string{"containerd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"}
)

func k8sUnit(name string) string { return "snap.k8s." + name }

// installK8s starts k8sd only: there is no cluster before bootstrap or join-cluster.
func installK8s(r release) error {
	if err := freshK8sdState(); err != nil {
		return err
	}
	if err := stampKubelet(r.version); err != nil {
		return err
	}
	os.MkdirAll("/snap/bin", 0o755)
	os.Symlink(labDir+"/labnode", "/snap/bin/k8s")
	os.MkdirAll("/snap/k8s", 0o755)
	os.Symlink(labDir, "/snap/k8s/current")
	for _, name := range k8sServiceNames {
		unit := unitFile{"Service for snap application k8s." + name, []string{labDir + "/labnode", "k8s-service", name}, name == "k8sd", true}
		if err := writeUnit(k8sUnit(name), unit); err != nil {
			return err
		}
	}
	_, err := askInit("start", k8sUnit("k8sd"))
	return err
}

// freshK8sdState makes the folders that k8sd makes at its start, in a cluster or not.
func freshK8sdState() error {
	// As snapd makes it: everybody may look into this one.
	if err := os.MkdirAll(k8sCommon, 0o755); err != nil {
		return err
	}
	for _, dir := range []string{"database", "truststore", "certificates"} {
		if err := os.MkdirAll(filepath.Join(k8sdState, dir), 0o700); err != nil {
			return err
		}
	}
	return nil
}

func removeK8s() error {
	askInit("stop", k8sUnit("k8sd"))
	endK8sNode()
	for _, name := range k8sServiceNames {
		os.Remove(filepath.Join(unitDir, k8sUnit(name)+".json"))
	}
	os.Remove("/snap/bin/k8s")
	os.RemoveAll("/snap/k8s")
	os.Remove(stampedKubelet)
	if err := os.RemoveAll(k8sPlugins); err != nil {
		return err
	}
	// Nothing takes /etc/kubernetes away, with the keys in it.
	return os.RemoveAll("/var/snap/k8s")
}

// endK8sNode ends all services but k8sd, and takes away what they hold of the machine.
func endK8sNode() {
	defer holdK8sd()()
	for _, name := range slices.Backward(k8sServiceNames) {
		if name != "k8sd" {
			changeUnits("disable", []string{k8sUnit(name)}, true)
		}
	}
	killPods()
	forgetNetwork(k8sCNIDir)
	flushServiceRules()
	unmountPods("/var/snap/k8s/", k8sRuntime+"/")
	for _, path := range []string{
		k8sRuntime, "/var/lib/containerd", "/var/lib/kubelet", k8sRegistry, k8sEtcdDir, k8sArgsDir, workerLock,
		k8sCommon + "/var/lib/containerd", k8sCommon + "/var/lib/kubelet",
	} {
		os.RemoveAll(path)
	}
}

// forgetK8sCluster is k8sd's pre-remove hook, with the end of the node's part in its cluster. The kubeconfigs stay.
func forgetK8sCluster() {
	endK8sNode()
	for _, pattern := range []string{pkiDir + "/*", k8sdState + "/daemon.yaml", k8sdState + "/cluster.*", trustStore + "/*"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			os.RemoveAll(file)
		}
	}
}

// layOutK8s makes the folders that a node needs before its services start.
func layOutK8s() error {
	for _, dir := range []string{k8sCNIDir, k8sEtcdDir, pkiDir + "/etcd", k8sLockDir, k8sConfDir, k8sRegistry + "/hosts.d", k8sPlugins} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	// A container's layers cannot lie on the node's root, which is an overlay itself; the snaps' data lies on a disk.
	for _, name := range []string{"containerd", "kubelet"} {
		data := k8sCommon + "/var/lib/" + name
		if err := os.MkdirAll(data, 0o755); err != nil {
			return err
		}
		os.RemoveAll("/var/lib/" + name)
		if err := os.Symlink(data, "/var/lib/"+name); err != nil {
			return err
		}
	}
	plugins, _ := filepath.Glob(labDir + "/cni/*")
	for _, plugin := range plugins {
		os.Symlink(plugin, filepath.Join(k8sPlugins, filepath.Base(plugin)))
	}
	if err := writePrivate(k8sRegistry+"/config.toml", []byte(containerdConfig(k8sPlugins, k8sCNIDir, k8sRegistry+"/hosts.d"))); err != nil {
		return err
	}
	return writePrivate(k8sConfDir+"/kubelet-config.yaml", []byte(kubeletConfig(k8sSocket)))
}

// startK8s enables and starts services, in their order.
func startK8s(names ...string) error {
	for _, name := range k8sServiceNames {
		if !slices.Contains(names, name) {
			continue
		}
		if err := changeUnits("enable", []string{k8sUnit(name)}, true); err != nil {
			return err
		}
	}
	return nil
}

func restartK8s(names ...string) error {
	for _, name := range names {
		if _, err := askInit("restart", k8sUnit(name)); err != nil {
			return err
		}
	}
	return nil
}
