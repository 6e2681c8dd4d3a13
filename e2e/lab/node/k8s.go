package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// k8sCommandSpec is one command of `k8s`: its documented usage, its flags, how many words it takes.
type k8sCommandSpec struct {
	usage    string
	flags    []string
	min, max int
	anyone   bool
	run      func(call *k8sCall) error
}

// A flag that ends in ! is a switch, one that ends in * may be given more than once.
var k8sCommands = map[string]k8sCommandSpec{
	"bootstrap":         {"bootstrap [flags]", []string{"file", "name", "address", "timeout", "output-format", "interactive!"}, 0, 0, false, k8sBootstrap},
	"status":            {"status [flags]", []string{"wait-ready!", "timeout", "output-format"}, 0, 0, false, k8sStatus},
	"local-node-status": {"local-node-status [flags]", []string{"output-format"}, 0, 0, false, k8sLocalStatus},
	"get-join-token":    {"get-join-token <node-name> [flags]", []string{"worker!", "timeout", "expires-in"}, 0, 1, false, k8sGetJoinToken},
	"join-cluster":      {"join-cluster <join-token> [flags]", []string{"file", "name", "address", "timeout", "output-format"}, 1, 1, false, k8sJoin},
	"remove-node":       {"remove-node <node-name> [flags]", []string{"force!", "timeout", "output-format"}, 1, 1, false, k8sRemoveNode},
	"enable":            {"enable [network|dns|gateway|ingress|local-storage|load-balancer] ... [flags]", []string{"timeout", "output-format"}, 1, 99, false, k8sSwitch("enable")},
	"disable":           {"disable [network|dns|gateway|ingress|local-storage|load-balancer] ... [flags]", []string{"timeout", "output-format"}, 1, 99, false, k8sSwitch("disable")},
	"get":               {"get <feature.key> [flags]", []string{"timeout", "output-format"}, 0, 1, false, k8sGet},
	"set":               {"set <feature.key=value> ... [flags]", []string{"timeout", "output-format"}, 1, 99, false, k8sSet},
	"config":            {"config [flags]", []string{"server", "timeout"}, 0, 0, false, k8sConfig},
	"refresh-certs":     {"refresh-certs [flags]", []string{"certificates*", "external-certificates", "expires-in", "timeout", "extra-sans*"}, 0, 0, false, k8sRefreshCerts},
	"certs-status":      {"certs-status [flags]", []string{"timeout"}, 0, 0, true, k8sCertsStatus},
	"inspect":           {"inspect [flags]", nil, 0, 99, false, k8sInspect},
}

const k8sHelp = `Canonical Kubernetes CLI

Usage:
  k8s [command]

General Commands:
  kubectl        Integrated Kubernetes kubectl client
  status         Retrieve the current status of the cluster

Clustering Commands:
  bootstrap      Bootstrap a new Kubernetes cluster
  get-join-token Create a token for a node to join the cluster
  join-cluster   Join a cluster using the provided token
  remove-node    Remove a node from the cluster

Management Commands:
  certs-status   Display certificate and certificate authority expiration details
  disable        Disable one or more core cluster features
  enable         Enable one or more core cluster features
  get            Get cluster configuration
  inspect        Generate inspection report
  refresh-certs  Refresh the certificates of the running node
  set            Set cluster configuration

Additional Commands:
  completion     Generate the autocompletion script for the specified shell
  help           Help about any command

Flags:
  -h, --help   help for k8s

Use "k8s [command] --help" for more information about a command.
`

// k8sCall is one call of a command, taken apart.
type k8sCall struct {
	words    []string
	flags    map[string][]string
	deadline time.Time
}

func (c *k8sCall) flag(name string) string {
	if values := c.flags[name]; len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}

func (c *k8sCall) given(name string) bool { return len(c.flags[name]) > 0 }

// refuse ends a command as the snap's do: its words on standard error, code 1.
func refuse(format string, args ...any) error {
	complain(format, args...)
	return exitCode(1)
}

const (
	needsSudo     = "You do not have enough permissions. Please re-run the command with sudo."
	notInCluster  = "Error: The node is not part of a Kubernetes cluster. You can bootstrap a new cluster with:\n\n  sudo k8s bootstrap"
	alreadyJoined = "Error: The node is already part of a cluster"
)

func k8s(args []string) error {
	if !exists("/snap/bin/k8s") {
		return fmt.Errorf("bash: k8s: command not found")
	}
	if len(args) == 0 || slices.Contains([]string{"help", "--help", "-h"}, args[0]) {
		fmt.Print(k8sHelp)
		return nil
	}
	switch args[0] {
	case "kubectl":
		return k8sKubectl(args[1:])
	case "helm":
		return k8sHelm(args[1:])
	}
	spec, known := k8sCommands[args[0]]
	if !known {
		return refuse("Error: unknown command %q for \"k8s\"\nRun 'k8s --help' for usage.", args[0])
	}
	call, err := parseK8sCall(spec, args[1:])
	if err != nil || call == nil {
		return err
	}
	if !spec.anyone && !isRoot() {
		return refuse(needsSudo)
	}
	if format := call.flag("output-format"); format != "" && !slices.Contains([]string{"plain", "json", "yaml"}, format) {
		fmt.Fprintf(os.Stderr, "Error: Unknown --output-format %q. It must be one of %q (default), %q or %q.", format, "plain", "json", "yaml")
		return exitCode(1)
	}
	return spec.run(call)
}

func parseK8sCall(spec k8sCommandSpec, args []string) (*k8sCall, error) {
	call := &k8sCall{flags: map[string][]string{}}
	usage := "Usage:\n  k8s " + spec.usage + "\n"
	for i := 0; i < len(args); i++ {
		key, value, assigned := strings.Cut(args[i], "=")
		name := strings.TrimLeft(key, "-")
		switch {
		case !strings.HasPrefix(key, "-") || key == "-":
			call.words = append(call.words, args[i])
		case name == "h" || name == "help":
			fmt.Print(usage)
			return nil, nil
		case slices.Contains(spec.flags, name+"!"):
			if !assigned {
				value = "true"
			}
			if value != "false" {
				call.flags[name] = append(call.flags[name], value)
			}
		case slices.Contains(spec.flags, name) || slices.Contains(spec.flags, name+"*"):
			if !assigned {
				if i++; i == len(args) {
					return nil, refuse("Error: flag needs an argument: --%s\n%s", name, usage)
				}
				value = args[i]
			}
			call.flags[name] = append(call.flags[name], value)
		default:
			return nil, refuse("Error: unknown flag: --%s\n%s", name, usage)
		}
	}
	if n := len(call.words); n < spec.min || n > spec.max {
		return nil, refuse("Error: %s\n%s", wrongWords(spec, n), usage)
	}
	limit := 90 * time.Second
	for _, name := range []string{"timeout", "expires-in"} {
		if !call.given(name) || name == "expires-in" && strings.HasPrefix(spec.usage, "refresh-certs") {
			continue
		}
		duration, err := time.ParseDuration(call.flag(name))
		if err != nil {
			return nil, refuse("Error: invalid argument %q for \"--%s\" flag: %v\n%s", call.flag(name), name, err, usage)
		}
		if name == "timeout" {
			limit = duration
		}
	}
	if least := 3 * time.Second; limit < least {
		complain("Timeout %v is less than minimum of %v. Using the minimum %v instead.", limit, least, least)
		limit = least
	}
	call.deadline = time.Now().Add(limit)
	return call, nil
}

func wrongWords(spec k8sCommandSpec, n int) string {
	switch {
	case spec.max == 0:
		return "accepts no arguments"
	case spec.min == spec.max:
		return fmt.Sprintf("accepts %d arg(s), received %d", spec.min, n)
	case n < spec.min:
		return fmt.Sprintf("requires at least %d arg(s), only received %d", spec.min, n)
	}
	return fmt.Sprintf("accepts at most %d arg(s), received %d", spec.max, n)
}

// print shows a result in the form that was asked for.
func (c *k8sCall) print(plain string, value any) error {
	switch c.flag("output-format") {
	case "json":
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(value)
	case "yaml":
		encoder := yaml.NewEncoder(os.Stdout)
		encoder.SetIndent(2)
		return encoder.Encode(value)
	}
	fmt.Println(plain)
	return nil
}

func (c *k8sCall) printFeatures(config featureConfig) error {
	all := &yaml.Node{Kind: yaml.MappingNode}
	for _, each := range k8sFeatures {
		if each.name == "metrics-server" {
			continue
		}
		key := &yaml.Node{}
		key.SetString(each.name)
		all.Content = append(all.Content, key, config.shown(each.name))
	}
	return c.printMapping(all)
}

func (c *k8sCall) printMapping(node *yaml.Node) error {
	if c.flag("output-format") == "json" {
		var value any
		if err := node.Decode(&value); err != nil {
			return err
		}
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(value)
	}
	encoder := yaml.NewEncoder(os.Stdout)
	encoder.SetIndent(2)
	if err := encoder.Encode(node); err != nil {
		return err
	}
	fmt.Println()
	return nil
}

// k8sdError is the frame that the command puts around what k8sd answers.
func k8sdError(method, path string, err error) error {
	return fmt.Errorf("failed after potential retry: wait check failed: failed to %s /%s: %w", method, path, err)
}

// k8sdRuns refuses when the daemon behind the command is down.
func k8sdRuns() error {
	states, err := askInit("states", "")
	if err != nil {
		return err
	}
	if state, _ := findUnit(states, k8sUnit("k8sd")); state.Pid != 0 {
		return nil
	}
	why := errors.New(`Get "http://control.socket/1.0/k8sd/node": dial unix ` + k8sdState + "/control.socket: connect: no such file or directory")
	return refuse("Error: Failed to check the current node status.\n\nThe error was: %v", k8sdError("GET", "k8sd/node", why))
}

// inK8sCluster refuses where this node is in no cluster.
func inK8sCluster() (k8sNode, error) {
	if err := k8sdRuns(); err != nil {
		return k8sNode{}, err
	}
	node, initialized := readK8sNode()
	if !initialized {
		return node, refuse(notInCluster)
	}
	return node, nil
}

var errOnWorker = errors.New("this action is restricted on workers")

// controlPlaneStore is for what k8sd does on control planes only.
func controlPlaneStore(method, path string) (k8sStore, error) {
	if isK8sWorker() {
		return k8sStore{}, k8sdError(method, path, errOnWorker)
	}
	s, err := localK8sStore()
	if err != nil {
		return s, k8sdError(method, path, err)
	}
	return s, nil
}

func k8sKubectl(args []string) error {
	if !isRoot() {
		return refuse(needsSudo)
	}
	config := ""
	for _, file := range []string{"/kubelet.conf", "/admin.conf"} {
		if exists(kubeDir + file) {
			config = kubeDir + file
		}
	}
	if os.Getenv("KUBECONFIG") != "" {
		config = os.Getenv("KUBECONFIG")
	}
	if config == "" {
		return refuse("Error: %s/admin.conf and %s/kubelet.conf do not exist; please set KUBECONFIG.", kubeDir, kubeDir)
	}
	return passThrough([]string{"KUBECONFIG=" + config}, binDir+"/kubectl", args...)
}

func k8sHelm(args []string) error {
	if !isRoot() {
		return refuse(needsSudo)
	}
	if _, err := inK8sCluster(); err != nil {
		return err
	}
	if isK8sWorker() {
		return refuse("Error: k8s helm commands are not allowed on worker nodes.")
	}
	return passThrough([]string{"KUBECONFIG=" + kubeDir + "/admin.conf"}, binDir+"/helm", args...)
}

func k8sConfig(call *k8sCall) error {
	node, err := inK8sCluster()
	if err != nil {
		return err
	}
	server := call.flag("server")
	if server == "" {
		server = fmt.Sprintf("%s:%d", node.ip(), node.Port)
	}
	if !strings.HasPrefix(server, "http") {
		server = "https://" + server
	}
	_, ca, pair, err := readKubeconfig(kubeDir + "/admin.conf")
	if isK8sWorker() {
		err = k8sdError("GET", "k8sd/kubeconfig", errOnWorker)
	}
	if err != nil {
		return refuse("Error: Failed to generate an admin kubeconfig for %q.\n\nThe error was: %v", call.flag("server"), err)
	}
	fmt.Println(k8sKubeconfig(server, string(ca), pair))
	return nil
}

func k8sInspect(*k8sCall) error {
	report := "/root/inspection-report-" + time.Now().Format("20060102_150405") + ".tar.gz"
	fmt.Println("Collecting service information\nBuilding the report tarball")
	if err := exec.Command("tar", "-czf", report, logDir).Run(); err != nil {
		return err
	}
	fmt.Println("  SUCCESS:  Report tarball is at " + report)
	return nil
}
