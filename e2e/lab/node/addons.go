package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

//go:embed manifests/dns.yaml
var dnsManifest string

//go:embed manifests/hostpath-storage.yaml
var storageManifest string

//go:embed manifests/metrics-server.yaml
var metricsManifest string

type addon struct {
	name, description, version string
	// check is an API path that answers 200 while the addon is on; a file path where it starts with @.
	check string
}

var addons = []addon{
	{"cert-manager", "Cloud native certificate management", "1.19.1", ""},
	{"cis-hardening", "Apply CIS K8s hardening", "1.0.0", ""},
	{"community", "The community addons repository", "", ""},
	{"dns", "CoreDNS", "1.15.0", "/apis/apps/v1/namespaces/kube-system/deployments/coredns"},
	{"gpu", "Alias to nvidia add-on", "25.10.0", ""},
	{"ha-cluster", "Configure high availability on the current node", "0.1.0", "@" + lockDir + "/ha-cluster"},
	{"helm", "Helm - the package manager for Kubernetes", "4.3.1", "@" + binDir + "/helm"},
	{"helm3", "Helm 3 - the package manager for Kubernetes", "4.3.1", "@" + binDir + "/helm"},
	{"host-access", "Allow Pods connecting to Host services smoothly", "1.0.0", ""},
	{"hostpath-storage", "Storage class; allocates storage from host directory", "1.5.0", "/apis/apps/v1/namespaces/kube-system/deployments/hostpath-provisioner"},
	{"ingress", "Ingress controller for external access", "3.6.2", ""},
	{"metallb", "Loadbalancer for your Kubernetes cluster", "0.15.2", ""},
	{"metrics-server", "K8s Metrics Server for API access to service metrics", "0.9.0", "/apis/apps/v1/namespaces/kube-system/deployments/metrics-server"},
	{"nvidia", "NVIDIA hardware (GPU and network) support", "gpu=25.10.0/network=25.7.0/microk8s-1", ""},
	{"observability", "A lightweight observability stack for logs, traces and metrics", "77.6.2", ""},
	{"rbac", "Role-Based Access Control for authorisation", "", "/apis/rbac.authorization.k8s.io/v1/clusterroles/cluster-admin"},
	{"registry", "Private image registry exposed on localhost:32000", "2.8.3", ""},
	{"storage", "Alias to hostpath-storage add-on, deprecated", "1.5.0", "/apis/apps/v1/namespaces/kube-system/deployments/hostpath-provisioner"},
}

func addonStates(only string) (on, off []addon) {
	kube, err := newKube("client", "ca.crt")
	for _, a := range addons {
		if only != "" && only != a.name && only != "core/"+a.name {
			continue
		}
		file, isFile := strings.CutPrefix(a.check, "@")
		switch {
		case isFile && exists(file), a.check != "" && !isFile && err == nil && kube.get(a.check, nil) == nil:
			on = append(on, a)
		default:
			off = append(off, a)
		}
	}
	return on, off
}

func isEnabled(name string) bool {
	on, _ := addonStates(name)
	return len(on) > 0
}

func applyManifest(text string) error { return useManifest("apply", text) }

func useManifest(verb, text string) error {
	text = strings.NewReplacer("$DNSIP", serviceAddress(10), "$DNSSERVICE", "kube-dns", "$SNAP_COMMON", snapCommon).Replace(text)
	args := append(readArgs("kubectl"), verb, "-f", "-")
	if verb == "delete" {
		args = append(args, "--ignore-not-found", "--wait=false")
	}
	command := exec.Command(binDir+"/kubectl", args...)
	command.Stdin, command.Stderr = strings.NewReader(text), os.Stderr
	if verb == "apply" || verb == "delete" {
		command.Stdout = os.Stdout
	}
	return command.Run()
}

func switchAddons(verb string, args []string) error {
	if clustered() {
		fmt.Println("This MicroK8s deployment is acting as a node in a cluster.\nPlease use the master node.")
		return exitCode(1)
	}
	if exists(lockDir + "/stopped.lock") {
		complain("microk8s is not running, try microk8s start")
		return exitCode(1)
	}
	if len(args) == 0 {
		complain("Usage: microk8s %s [OPTIONS] ADDONS...\nTry 'microk8s %s -h' for help.\n\nError: Missing argument 'ADDONS...'.", verb, verb)
		return exitCode(2)
	}
	lock, err := os.OpenFile(lockDir+"/.microk8s-addon-lock", os.O_CREATE|os.O_RDWR, 0o660)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	waitReady(30*time.Second, false)
	for _, arg := range args {
		name, options, _ := strings.Cut(arg, ":")
		if strings.HasPrefix(name, "-") {
			continue
		}
		if err := switchAddon(verb, name, options); err != nil {
			return err
		}
	}
	return nil
}

func switchAddon(verb, given, options string) error {
	name := strings.TrimPrefix(given, "core/")
	known := false
	for _, a := range addons {
		known = known || a.name == name
	}
	if !known {
		complain("Addon %s was not found in any repository", given)
		return exitCode(1)
	}
	if name == given {
		complain("Infer repository core for addon %s", name)
	}
	if isEnabled(name) == (verb == "enable") {
		fmt.Printf("Addon core/%s is already %sd\n", name, verb)
		return nil
	}
	actions := map[string]func() error{
		"enable dns": enableDNS, "disable dns": func() error {
			return disableWith("Disabling DNS\nRemoving DNS manifest", dnsManifest, "DNS is disabled")
		},
		"enable hostpath-storage":  enableStorage,
		"disable hostpath-storage": func() error { return disableStorage(options) },
		"enable rbac": func() error {
			return switchRBAC("RBAC,Node", "Enabling RBAC\nReconfiguring apiserver", "RBAC is enabled")
		},
		"disable rbac": func() error {
			return switchRBAC("AlwaysAllow", "Disabling RBAC\nReconfiguring apiserver", "RBAC is disabled")
		},
		"enable metrics-server": enableMetrics,
		"disable metrics-server": func() error {
			return disableWith("Disabling Metrics-Server", metricsManifest, "Metrics-Server is disabled")
		},
	}
	actions["enable storage"], actions["disable storage"] = actions["enable hostpath-storage"], actions["disable hostpath-storage"]
	action, built := actions[verb+" "+name]
	if !built {
		fmt.Printf("The lab does not have the addon %s.\n", name)
		return exitCode(1)
	}
	return action()
}

func enableDNS() error {
	fmt.Println("Enabling DNS\nNo valid resolv.conf file could be found\nFalling back to 8.8.8.8 8.8.4.4 as upstream nameservers\nApplying manifest")
	if err := applyManifest(dnsManifest); err != nil {
		return err
	}
	fmt.Println("CoreDNS service deployed with IP address", serviceAddress(10))
	fmt.Println("DNS is enabled")
	return nil
}

func disableWith(before, manifest, after string) error {
	fmt.Println(before)
	if err := useManifest("delete", manifest); err != nil {
		return err
	}
	fmt.Println(after)
	return nil
}

func enableStorage() error {
	fmt.Print("Enabling default storage class.\nWARNING: Hostpath storage is not suitable for production environments.\n         A hostpath volume can grow beyond the size limit set in the volume claim manifest.\n\n")
	if err := os.MkdirAll(snapCommon+"/default-storage", 0o755); err != nil {
		return err
	}
	if err := applyManifest(storageManifest); err != nil {
		return err
	}
	fmt.Println("Storage will be available soon.")
	return nil
}

func disableStorage(options string) error {
	if err := disableWith("Disabling hostpath storage.", storageManifest, "Storage removed."); err != nil {
		return err
	}
	if options == "destroy-storage" {
		os.RemoveAll(snapCommon + "/default-storage")
		fmt.Println("Storage space reclaimed.")
	}
	return nil
}

func enableMetrics() error {
	if !exists(labDir + "/images/metrics-server.tar") {
		fmt.Println("This lab was built without the metrics-server image.")
		return exitCode(1)
	}
	fmt.Println("Enabling Metrics-Server")
	if err := applyManifest(metricsManifest); err != nil {
		return err
	}
	fmt.Println("Metrics-Server is enabled")
	return nil
}

func switchRBAC(mode, before, after string) error {
	fmt.Println(before)
	if err := setArg("kube-apiserver", "--authorization-mode", mode); err != nil {
		return err
	}
	fmt.Println("Restarting apiserver")
	if err := controlServices("restart", "kubelite"); err != nil {
		return err
	}
	waitReady(60*time.Second, false)
	fmt.Println(after)
	return nil
}
