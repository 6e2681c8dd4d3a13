package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"time"
)

const wrapperList = "add-node addons config ctr dbctl disable enable helm helm3 images istioctl join kubectl leave linkerd refresh-certs remove-node reset start status stop version"

func microk8s(args []string) error {
	if microk8sSnap.channel() == "" {
		return fmt.Errorf("bash: microk8s: command not found")
	}
	if len(args) == 0 {
		printSubcommands()
		return exitCode(1)
	}
	verb, rest := args[0], args[1:]
	commands := map[string]func([]string) error{
		"status": status, "add-node": addNode, "join": join, "leave": leave, "remove-node": removeNode,
		"enable":  func(a []string) error { return switchAddons("enable", a) },
		"disable": func(a []string) error { return switchAddons("disable", a) },
		"config":  config, "kubectl": kubectl, "helm": helm, "helm3": helm, "ctr": ctr,
		"start": startStop("start"), "stop": startStop("stop"), "inspect": inspect, "refresh-certs": refreshCerts,
		"version": func([]string) error {
			fmt.Printf("MicroK8s %s revision %s\n", microk8sSnap.current().version, microk8sSnap.current().revision)
			return nil
		},
	}
	command, known := commands[verb]
	if !known {
		if verb == "help" || verb == "--help" || verb == "-h" {
			printSubcommands()
			return nil
		}
		fmt.Printf("'%s' is not a valid MicroK8s subcommand.\n", verb)
		printSubcommands()
		return exitCode(1)
	}
	if err := permitted(); err != nil {
		return err
	}
	if exists(lockDir+"/stopped.lock") && strings.Contains(" leave add-node kubectl helm helm3 ", " "+verb+" ") {
		complain("microk8s is not running, try microk8s start")
		return exitCode(1)
	}
	needsRoot := strings.Contains(" join leave start stop ctr inspect enable disable add-node refresh-certs ", " "+verb+" ")
	if needsRoot && !isRoot() {
		return passThrough(nil, "/usr/bin/sudo", append([]string{"/snap/bin/microk8s"}, args...)...)
	}
	return command(rest)
}

func printSubcommands() {
	fmt.Println("Available subcommands are:")
	for _, name := range strings.Fields(wrapperList) {
		fmt.Println("\t" + name)
	}
	fmt.Println("\tinspect")
}

// permitted refuses who cannot read the admin's kubeconfig, with MicroK8s' own words.
func permitted() error {
	file, err := os.Open(credsDir + "/client.config")
	if err == nil {
		file.Close()
		return nil
	}
	login := os.Getenv("USER")
	if current, err := user.Current(); err == nil {
		login = current.Username
	}
	complain("Insufficient permissions to access MicroK8s.\nYou can either try again with sudo or add the user %[1]s to the 'microk8s' group:\n\n    sudo usermod -a -G microk8s %[1]s\n    sudo chown -R %[1]s ~/.kube\n\nAfter this, reload the user groups either via a reboot or by running 'newgrp microk8s'.", login)
	return exitCode(1)
}

// onMaster refuses a command on a worker; the real wrappers differ in how they end.
func onMaster(command string, code int) error {
	if !clustered() {
		return nil
	}
	fmt.Printf("This MicroK8s deployment is acting as a node in a cluster. Please use the microk8s %s on the master.\n", command)
	os.Exit(code)
	return nil
}

func kubectl(args []string) error {
	onMaster("kubectl", 0)
	return passThrough(nil, binDir+"/kubectl", append(readArgs("kubectl"), args...)...)
}

func helm(args []string) error {
	onMaster("helm", 0)
	return passThrough(nil, binDir+"/helm", append([]string{"--kubeconfig=" + credsDir + "/client.config"}, args...)...)
}

func ctr(args []string) error {
	return passThrough([]string{"CONTAINERD_SNAPSHOTTER=overlayfs"}, binDir+"/ctr", append([]string{"--address=" + containerd, "--namespace=k8s.io"}, args...)...)
}

func config(args []string) error {
	onMaster("config", 0)
	text, err := os.ReadFile(credsDir + "/client.config")
	if err != nil {
		return err
	}
	address := nodeIP()
	for _, arg := range args {
		if arg == "-l" || arg == "--use-loopback" {
			address = "127.0.0.1"
		}
	}
	fmt.Println(strings.Replace(string(text), "127.0.0.1", address, 1))
	return nil
}

func startStop(verb string) func([]string) error {
	return func([]string) error {
		if clustered() {
			fmt.Printf("This MicroK8s deployment is acting as a node in a cluster.\nUse 'snap %s microk8s' to %s services on this node.\n", verb, verb)
			return nil
		}
		for _, name := range []string{"containerd", "k8s-dqlite", "kubelite", "cluster-agent"} {
			change := map[string]string{"start": "enable", "stop": "disable"}[verb]
			if err := changeUnits(change, []string{daemonUnit(name)}, true); err != nil {
				return err
			}
		}
		if verb == "stop" {
			killPods()
			fmt.Println("Stopped.")
			return writeLock("stopped.lock")
		}
		removeLock("stopped.lock")
		waitReady(30*time.Second, true)
		return nil
	}
}

func inspect([]string) error {
	fmt.Println("Inspecting system\nInspecting Certificates\nInspecting services")
	states, err := askInit("states", "")
	for _, s := range states {
		if !strings.HasPrefix(s.Name, "snap.microk8s.") {
			continue
		}
		verdict := "is running"
		if s.Pid == 0 {
			verdict = "is not running"
		}
		fmt.Printf("  Service %s %s\n", s.Name, verdict)
	}
	report := snapData + "/inspection-report-" + time.Now().Format("20060102_150405") + ".tar.gz"
	exec.Command("tar", "-czf", report, logDir).Run()
	fmt.Printf("Building the report tarball\n  Report tarball is at %s\n", report)
	return err
}

func addNode(args []string) error {
	if clustered() {
		fmt.Println("This MicroK8s deployment is acting as a node in a cluster. Please use the microk8s add-node on the master.")
		return exitCode(1)
	}
	ttl, token, format := -1, randomHex(16), "pretty"
	for i := 0; i < len(args); i++ {
		key, value, assigned := strings.Cut(args[i], "=")
		if !assigned && i+1 < len(args) {
			i++
			value = args[i]
		}
		switch key {
		case "--token-ttl", "-l":
			seconds, err := strconv.Atoi(value)
			if err != nil {
				complain("microk8s add-node: error: argument --token-ttl/-l: invalid int value: '%s'", value)
				return exitCode(2)
			}
			ttl = seconds
		case "--token", "-t":
			token = value
		case "--format":
			format = value
		default:
			complain("microk8s add-node: error: unrecognized arguments: %s", args[i])
			return exitCode(2)
		}
	}
	if len(token) < 32 {
		fmt.Println("Invalid token size.  It must be 32 characters long.")
		return exitCode(1)
	}
	line := token
	if ttl != -1 {
		line += "|" + strconv.FormatInt(time.Now().Unix()+int64(ttl), 10)
	}
	if err := appendToken(clusterTokens, line); err != nil {
		return err
	}
	return printToken(format, token, serverCheck())
}

func printToken(format, token, check string) error {
	url := nodeIP() + ":" + agentPort + "/" + token + "/" + check
	switch format {
	case "pretty":
		fmt.Printf("From the node you wish to join to this cluster, run the following:\nmicrok8s join %[1]s\n\nUse the '--worker' flag to join a node as a worker not running the control plane, eg:\nmicrok8s join %[1]s --worker\n\nIf the node you are adding is not reachable through the default interface you can use one of the following:\nmicrok8s join %[1]s\n", url)
	case "short":
		fmt.Println("microk8s join " + url)
	case "token-check":
		fmt.Println(token + "/" + check)
	case "json":
		text, err := json.MarshalIndent(struct {
			Token string   `json:"token"`
			URLs  []string `json:"urls"`
		}{token + "/" + check, []string{url}}, "", "  ")
		fmt.Println(string(text))
		return err
	case "yaml":
		fmt.Printf("token: %s/%s\nurls:\n- %s\n\n", token, check, url)
	case "token":
		fmt.Println(token)
	default:
		complain("microk8s add-node: error: argument --format: invalid choice: '%s' (choose from 'json', 'pretty', 'short', 'token', 'token-check', 'yaml')", format)
		return exitCode(2)
	}
	return nil
}
