// Labnode is what a lab node has instead of systemd, snapd and the snaps of Kubernetes: one program that acts as
// the command it is called by. It starts, joins and stops real containerd, etcd and Kubernetes processes.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	labDir  = "/usr/lib/hearth-lab"
	binDir  = labDir + "/bin"
	confDir = "/etc/hearth-lab"
)

var applets = map[string]func([]string) error{
	"init":        runInit,
	"systemctl":   systemctl,
	"journalctl":  journalctl,
	"reboot":      func([]string) error { return powerCommand("reboot") },
	"poweroff":    func([]string) error { return powerCommand("poweroff") },
	"shutdown":    shutdown,
	"snap":        snapCommand,
	"microk8s":    microk8s,
	"k8s":         k8s,
	"kubelite":    kubelite,
	"containerd":  runContainerd,
	"datastore":   runDatastore,
	"agent":       clusterAgent,
	"api-proxy":   apiProxy,
	"provisioner": provisioner,
	"foreign":     foreignCluster,
	"k8s-service": k8sService,
	"date":        dateCommand,
	"timedatectl": timedatectl,
	"lsb_release": lsbRelease,
	"hostnamectl": hostnamectl,
}

// exitCode is an error that only says how to end; its text, where there is one, was printed already.
type exitCode int

func (code exitCode) Error() string { return fmt.Sprintf("exit %d", int(code)) }

func init() {
	// Pdeathsig belongs to the thread that starts a child; only the main thread lives as long as the process.
	runtime.LockOSThread()
}

func main() {
	name, args := filepath.Base(os.Args[0]), os.Args[1:]
	if name == "labnode" {
		if len(args) == 0 {
			fatal(errors.New("labnode: which applet?"))
		}
		name, args = args[0], args[1:]
	}
	if sub, found := strings.CutPrefix(name, "microk8s."); found {
		name, args = "microk8s", append([]string{sub}, args...)
	}
	applet, known := applets[name]
	if !known {
		fatal(fmt.Errorf("labnode: no applet named %q", name))
	}
	if err := applet(args); err != nil {
		fatal(err)
	}
}

func fatal(err error) {
	var code exitCode
	if errors.As(err, &code) {
		os.Exit(int(code))
	}
	var exited *exec.ExitError
	if errors.As(err, &exited) {
		os.Exit(exited.ExitCode())
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func complain(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func isRoot() bool { return os.Geteuid() == 0 }

func hostName() string {
	name, _ := os.Hostname()
	return strings.ToLower(name)
}

// readWord is the trimmed text of a small file, empty when there is none.
func readWord(path string) string {
	text, _ := os.ReadFile(path)
	return strings.TrimSpace(string(text))
}

// fault is the text of a fault the lab has switched on for this node, empty when it is off.
func fault(name string) (string, bool) {
	path := filepath.Join(confDir, "faults", name)
	return readWord(path), exists(path)
}

// passThrough runs a program in place of this one, with this one's files and environment.
func passThrough(env []string, path string, args ...string) error {
	command := exec.Command(path, args...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append(os.Environ(), env...)
	return command.Run()
}
