package main

import (
	"fmt"
	"net"
	"os"
	"time"
)

// leave refuses and breaks off where the real one does (microk8s-leave.wrapper and scripts/wrappers/leave.py): a worker
// whose join or leave was cut off does not get through it a second time.
func leave([]string) error {
	if !exists(lockDir+"/no-cert-reissue") || !clustered() && !exists(argsDir+"/k8s-dqlite") {
		fmt.Println("This MicroK8s deployment is not acting as a node in a cluster.")
		return exitCode(1)
	}
	var err error
	if clustered() && !exists(lockDir+"/no-apiserver-proxy") {
		err = leaveAsWorker()
	} else {
		err = leaveAsControlPlane()
	}
	if err != nil {
		return err
	}
	if err := changeUnits("disable", []string{daemonUnit("apiserver-proxy")}, false); err != nil {
		return err
	}
	for _, unit := range microk8sServices() {
		if err := changeUnits("enable", []string{unit}, false); err != nil {
			return err
		}
	}
	fmt.Print("Waiting for node to start. ")
	if err := controlServices("restart", "containerd", "k8s-dqlite", "kubelite", "cluster-agent"); err != nil {
		return err
	}
	waitReady(60*time.Second, false)
	fmt.Println(" ")
	return nil
}

func leaveAsWorker() error {
	fmt.Println("Configuring services.")
	if err := writeLock("no-apiserver-proxy"); err != nil {
		return err
	}
	if err := controlServices("stop", "apiserver-proxy"); err != nil {
		return err
	}
	if err := os.Remove(certsDir + "/ca.remote.crt"); err != nil {
		return fmt.Errorf("Traceback (most recent call last):\nFileNotFoundError: [Errno 2] No such file or directory: '%s/ca.remote.crt'", certsDir)
	}
	if err := beginAnew(); err != nil {
		return err
	}
	removeLock("no-cert-reissue", "lab-launched")
	for _, lock := range []string{"clustered.lock", "no-k8s-dqlite"} {
		if !exists(lockDir + "/" + lock) {
			fmt.Println("Not in clustering mode.")
			return exitCode(2)
		}
		removeLock(lock)
	}
	return nil
}

func leaveAsControlPlane() error {
	if err := leaveDatastore(); err != nil {
		return err
	}
	if err := beginAnew(); err != nil {
		return err
	}
	removeLock("no-cert-reissue", "lab-launched")
	return nil
}

func beginAnew() error {
	if err := quiet(); err != nil {
		return err
	}
	fmt.Println("Generating new cluster certificates.")
	if err := writeDefaultArgs(); err != nil {
		return err
	}
	return freshControlPlane()
}

// leaveDatastore takes this node's datastore out of the cluster's, unless it has the only vote there.
func leaveDatastore() error {
	local := localDatastore("127.0.0.1")
	members, err := local.members()
	if err != nil {
		return fmt.Errorf("Traceback (most recent call last):\nsubprocess.CalledProcessError: Command '/snap/microk8s/current/bin/dqlite' returned non-zero exit status 1.")
	}
	leader, err := local.leader()
	if err != nil {
		return err
	}
	for _, member := range members {
		if member.ip() != nodeIP() || len(members) == 1 {
			continue
		}
		if len(members) == 2 && member.ID == leader {
			fmt.Println("This node currently holds the only copy of the Kubernetes database so it cannot leave the cluster.")
			fmt.Println("To remove this node you can either first remove all other nodes with 'microk8s remove-node' or")
			fmt.Println("form a highly available cluster by adding at least three nodes.")
			return exitCode(3)
		}
		return local.remove(member.ID)
	}
	return nil
}

func removeNode(args []string) error {
	if clustered() {
		fmt.Println("This MicroK8s deployment is acting as a node in a cluster. Please use microk8s leave.")
		return exitCode(1)
	}
	if len(args) == 0 {
		fmt.Println("Please provide the node you want to remove.")
		return exitCode(1)
	}
	force := len(args) == 2 && args[1] == "--force"
	if len(args) > 2 || len(args) == 2 && !force {
		fmt.Println("Please provide the node and the optional --force flag.")
		return exitCode(1)
	}
	kube, err := newKube("client", "ca.crt")
	if err != nil {
		return err
	}
	nodes, err := kube.nodes()
	if err != nil {
		return err
	}
	for _, node := range nodes {
		if node.Metadata.Name == args[0] || net.ParseIP(args[0]) != nil && node.internalIP() == args[0] {
			if err := removeMember(node, force); err != nil {
				return err
			}
			return kube.do("DELETE", "/api/v1/nodes/"+node.Metadata.Name, nil, nil)
		}
	}
	complain("Error from server (NotFound): nodes %q not found", args[0])
	fmt.Printf("Node %s does not exist in Kubernetes.\n", args[0])
	if force {
		fmt.Printf("Attempting to remove %s from dqlite.\n", args[0])
	}
	return exitCode(1)
}

func removeMember(node kubeNode, force bool) error {
	members, err := localDatastore("127.0.0.1").members()
	if err != nil {
		return err
	}
	for _, member := range members {
		if member.ip() != node.internalIP() || member.ip() == nodeIP() {
			continue
		}
		if force {
			return localDatastore("127.0.0.1").remove(member.ID)
		}
		fmt.Printf("Removal failed. Node %s is registered with dqlite. Please, run first 'microk8s leave' on the departing node. \nIf the node is not available anymore and will never attempt to join the cluster in the future use the '--force' flag \nto unregister the node while removing it.\n", node.Metadata.Name)
		return exitCode(1)
	}
	return nil
}

// foreignCluster makes this node a worker of a cluster that nobody can reach: what a machine looks like that
// was taken from a shelf with its old life still on it. The snap is the installed one, or k8s where that is named.
func foreignCluster(args []string) error {
	if k8sSnap.channel() != "" || len(args) > 0 && args[0] == "k8s" {
		return foreignK8s()
	}
	if microk8sSnap.channel() == "" {
		if err := microk8sSnap.snapInstall(map[string]string{"--classic": "", "--channel": "1.36/stable"}); err != nil {
			return err
		}
	}
	if err := quiet(); err != nil {
		return err
	}
	if err := newAuthority("ca.foreign", "10.152.183.1"); err != nil {
		return err
	}
	if err := os.Rename(certsDir+"/ca.foreign.crt", certsDir+"/ca.remote.crt"); err != nil {
		return err
	}
	if err := writeKubeconfig("kubelet", "kubelet", "ca.remote.crt"); err != nil {
		return err
	}
	if err := writeProvider([]string{"10.99.0.250:16443"}); err != nil {
		return err
	}
	if err := becomeWorker(); err != nil {
		return err
	}
	return writeLock("no-cert-reissue")
}
