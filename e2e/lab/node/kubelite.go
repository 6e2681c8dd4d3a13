package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	snapData   = "/var/snap/microk8s/current"
	snapCommon = "/var/snap/microk8s/common"
	lockDir    = snapData + "/var/lock"
	argsDir    = snapData + "/args"
	containerd = snapCommon + "/run/containerd.sock"
)

func clustered() bool { return exists(lockDir + "/clustered.lock") }

func expand(text string) string {
	return strings.NewReplacer("${SNAP_DATA}", snapData, "${SNAP_COMMON}", snapCommon, "${NODE_IP}", nodeIP(), "${HOST}", hostName()).Replace(text)
}

// readArgs gives the flags in args/SERVICE, one on each line, as the snap's services read them.
func readArgs(service string) []string {
	var flags []string
	text, _ := os.ReadFile(filepath.Join(argsDir, service))
	for _, line := range strings.Split(expand(string(text)), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			flags = append(flags, line)
		}
	}
	return flags
}

// setArg writes one flag into args/SERVICE in place of the one there.
func setArg(service, flag, value string) error {
	path := filepath.Join(argsDir, service)
	text, _ := os.ReadFile(path)
	var lines []string
	for _, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		if line != "" && !strings.HasPrefix(line, flag+"=") {
			lines = append(lines, line)
		}
	}
	if value != "" {
		lines = append(lines, flag+"="+value)
	}
	return writeOwned(path, []byte(strings.Join(lines, "\n")+"\n"))
}

func argValue(service, flag string) string {
	for _, line := range readArgs(service) {
		if value, found := strings.CutPrefix(line, flag+"="); found {
			return value
		}
	}
	return ""
}

func waitDial(network, address string, limit time.Duration) bool {
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if conn, err := net.DialTimeout(network, address, time.Second); err == nil {
			conn.Close()
			return true
		}
	}
	return false
}

// kubelite runs the Kubernetes services of a node as MicroK8s does: all of them under one unit. When one ends,
// all end, and the init brings the unit back.
func kubelite([]string) error {
	ended := make(chan string, 8)
	var running []*exec.Cmd
	start := func(binary string, args ...string) {
		command := exec.Command(programPath(binary), args...)
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		if err := command.Start(); err != nil {
			ended <- err.Error()
			return
		}
		running = append(running, command)
		go func() { ended <- fmt.Sprintf("%s %s: %v", binary, args[0], command.Wait()) }()
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	go followNetwork()
	if !clustered() {
		if !waitDial("tcp", "127.0.0.1:12379", time.Minute) {
			return fmt.Errorf("the datastore does not answer")
		}
		start("labcluster", append([]string{"apiserver"}, readArgs("kube-apiserver")...)...)
	}
	if !waitDial("unix", containerd, time.Minute) {
		return fmt.Errorf("containerd does not answer")
	}
	importImages(containerd, snapCommon+"/var/lib/containerd")
	// A kubelet that finds no API server at its start waits some seconds before it asks again.
	waitDial("tcp", "127.0.0.1:16443", time.Minute)
	if !clustered() {
		start("labcluster", append([]string{"controller-manager"}, readArgs("kube-controller-manager")...)...)
		start("labcluster", append([]string{"scheduler"}, readArgs("kube-scheduler")...)...)
	}
	start("kubelet", readArgs("kubelet")...)
	start("kube-proxy", readArgs("kube-proxy")...)
	var err error
	select {
	case <-stop:
	case why := <-ended:
		err = fmt.Errorf("%s", why)
	}
	for _, command := range running {
		command.Process.Signal(syscall.SIGTERM)
	}
	for i := 0; i < 60 && len(ended) < len(running); i++ {
		time.Sleep(50 * time.Millisecond)
		if allGone(running) {
			break
		}
	}
	for _, command := range running {
		command.Process.Kill()
	}
	return err
}

func allGone(commands []*exec.Cmd) bool {
	for _, command := range commands {
		if syscall.Kill(command.Process.Pid, 0) == nil {
			return false
		}
	}
	return true
}

// importImages loads the lab's images once after an install; no node can pull from a registry outside.
func importImages(socket, dataDir string) {
	marker := dataDir + "/lab-images"
	if exists(marker) {
		return
	}
	archives, _ := filepath.Glob(labDir + "/images/*.tar")
	for _, archive := range archives {
		if text, err := exec.Command(binDir+"/ctr", "-a", socket, "-n", "k8s.io", "images", "import", archive).CombinedOutput(); err != nil {
			complain("import %s: %v: %s", archive, err, text)
			return
		}
	}
	os.WriteFile(marker, nil, 0o644)
}

func runContainerd([]string) error {
	marker := "/run/hearth-lab-containerd"
	if !exists(marker) {
		// First start since boot: what the state folder says of running shims is from before it.
		os.RemoveAll(snapCommon + "/run/containerd")
		os.WriteFile(marker, nil, 0o644)
	}
	os.MkdirAll(snapCommon+"/run", 0o755)
	return syscall.Exec(binDir+"/containerd", append([]string{"containerd"}, readArgs("containerd")...), os.Environ())
}

func runDatastore([]string) error {
	if exists(lockDir + "/no-k8s-dqlite") {
		return nil
	}
	return syscall.Exec(binDir+"/labcluster", append([]string{"labcluster", "etcd"}, readArgs("k8s-dqlite")...), os.Environ())
}

// killPods ends every container of this node, as the snap's stop and remove hooks do.
func killPods() {
	own := "/sys/fs/cgroup/pids" + readWord(confDir+"/cgroup")
	for i := 0; i < 40; i++ {
		alive := false
		filepath.WalkDir(own, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.Name() != "cgroup.procs" {
				return nil
			}
			for _, pid := range strings.Fields(readWord(path)) {
				var number int
				if fmt.Sscan(pid, &number); number > 1 {
					alive = true
					syscall.Kill(number, syscall.SIGKILL)
				}
			}
			return nil
		})
		if !alive {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
}
