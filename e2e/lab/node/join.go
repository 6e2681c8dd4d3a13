package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

func join(args []string) error {
	worker, verify, target := false, true, ""
	for _, arg := range args {
		switch arg {
		case "--worker":
			worker = true
		case "--controlplane":
			worker = false
		case "--skip-verify":
			verify = false
		case "--disable-low-memory-guard":
		default:
			target = arg
		}
	}
	if target == "" {
		complain("Usage: microk8s join [OPTIONS] CONNECTION\nTry 'microk8s join -h' for help.\n\nError: Missing argument 'CONNECTION'.")
		return exitCode(2)
	}
	if exists(snapCommon + "/default-storage") {
		fmt.Print("WARNING: Hostpath storage is enabled and is not suitable for multi node clusters.\n\n")
	}
	c, err := parseConnection(target)
	if err != nil {
		fmt.Println("Invalid connection:", err)
		return exitCode(1)
	}
	// Only a join that went well takes it away again.
	if err := writeLock("join-in-progress"); err != nil {
		return err
	}
	dawdle()
	fmt.Println("Contacting cluster at", c.host)
	body := map[string]any{"token": c.token, "hostname": hostName(), "port": agentPort, "worker": worker, "can_handle_x509_auth": true, "can_handle_custom_etcd": true}
	if worker {
		body["worker"] = "as-worker"
	}
	status, text := c.post("/cluster/api/v2.0/join", body, verify)
	if status != http.StatusOK {
		fmt.Printf("Connection failed.%s (%d).\n", errorText(text), status)
		return exitCode(6)
	}
	var info joinResponse
	if err := json.Unmarshal(text, &info); err != nil {
		return err
	}
	if own := argValue("kube-proxy", "--cluster-cidr"); info.ClusterCIDR != own {
		fmt.Printf("WARNING: Joining a cluster that has a different CIDR. The kube-proxy CIDR configuration will be overwritten.\nCluster CIDR: %s -- Node CIDR: %s(will be overwritten)\n", info.ClusterCIDR, own)
		if err := setArg("kube-proxy", "--cluster-cidr", info.ClusterCIDR); err != nil {
			return err
		}
	}
	if worker {
		err = joinAsWorker(c, &info)
	} else {
		err = joinAsControlPlane(&info)
	}
	if err != nil {
		return err
	}
	removeLock("join-in-progress")
	fmt.Println("Successfully joined the cluster.")
	return nil
}

// quiet stops the node's services and forgets the pods of the cluster it was in.
func quiet() error {
	if err := controlServices("stop", "kubelite", "k8s-dqlite"); err != nil {
		return err
	}
	killPods()
	forgetNetwork(cniDir)
	flushServiceRules()
	return nil
}

func joinAsWorker(c *connection, info *joinResponse) error {
	if info.CAKey != nil {
		fmt.Println("Joining process failed. Make sure the cluster you connect to supports joining worker nodes.")
		return exitCode(1)
	}
	if err := writeOwned(certsDir+"/ca.remote.crt", []byte(info.CA)); err != nil {
		return err
	}
	host := hostName()
	for _, id := range []identity{
		{"kubelet", name("system:node:"+host, "system:nodes"), []string{host, nodeIP()}, "kubelet"},
		{"proxy", name("system:kube-proxy"), nil, "proxy"},
	} {
		if err := requestRemote(c, id); err != nil {
			return err
		}
	}
	if err := takeKubeletArgs(info.KubeletArgs, "worker"); err != nil {
		return err
	}
	var addresses []string
	for _, ip := range append([]string{c.host}, info.ControlPlane...) {
		if address := ip + ":" + info.APIPort; !strings.Contains(strings.Join(addresses, " "), address) {
			addresses = append(addresses, address)
		}
	}
	if err := writeProvider(addresses); err != nil {
		return err
	}
	if err := quiet(); err != nil {
		return err
	}
	cutJoin()
	if err := becomeWorker(); err != nil {
		return err
	}
	cutLate()
	if err := writeLock("no-cert-reissue"); err != nil {
		return err
	}
	if err := halfJoin(memberListed("ca.remote.crt"), daemonUnit("kubelite")); err != nil {
		return err
	}
	fmt.Print("\nThe node has joined the cluster and will appear in the nodes list in a few seconds.\n\nThis worker node gets automatically configured with the API server endpoints.\nIf the API servers are behind a loadbalancer please set the '--refresh-interval' to '0s' in:\n    /var/snap/microk8s/current/args/apiserver-proxy\nand replace the API server endpoints with the one provided by the loadbalancer in:\n    /var/snap/microk8s/current/args/traefik/provider.yaml\n\n")
	return nil
}

func becomeWorker() error {
	removeLock("no-apiserver-proxy")
	if err := writeLock("clustered.lock", "no-k8s-dqlite"); err != nil {
		return err
	}
	for _, change := range [][]string{{"disable", "k8s-dqlite"}, {"enable", "apiserver-proxy"}} {
		if err := changeUnits(change[0], []string{daemonUnit(change[1])}, false); err != nil {
			return err
		}
	}
	if lostJoin() {
		return controlServices("start", "apiserver-proxy")
	}
	return controlServices("start", "apiserver-proxy", "kubelite")
}

// memberListed asks the cluster whether it counts this node.
func memberListed(ca string) func() bool {
	return func() bool {
		kube, err := newKube("kubelet", ca)
		if err != nil {
			return false
		}
		defer kube.http.CloseIdleConnections()
		return kube.get("/api/v1/nodes/"+hostName(), nil) == nil
	}
}

func requestRemote(c *connection, id identity) error {
	csr, err := request(id.file, id.subject, id.hosts)
	if err != nil {
		return err
	}
	status, text := c.post("/cluster/api/v1.0/sign-cert", signRequest{c.token + "-" + id.file, string(csr)}, false)
	if status != http.StatusOK {
		fmt.Printf("Failed to sign %s certificate (%d).%s\n", id.file, status, errorText(text))
		return exitCode(1)
	}
	var reply struct{ Certificate string }
	if err := json.Unmarshal(text, &reply); err != nil {
		return err
	}
	if err := writeOwned(certsDir+"/"+id.file+".crt", []byte(reply.Certificate)); err != nil {
		return err
	}
	return writeKubeconfig(id.config, id.file, "ca.remote.crt")
}

// takeKubeletArgs takes over the cluster's kubelet flags with this node's own role in the labels.
func takeKubeletArgs(args, role string) error {
	if err := writeOwned(argsDir+"/kubelet", []byte(args)); err != nil {
		return err
	}
	label := "node.kubernetes.io/microk8s-" + role + "=microk8s-" + role
	if err := setArg("kubelet", "--node-labels", "microk8s.io/cluster=true,"+label); err != nil {
		return err
	}
	ca := "ca.crt"
	if role == "worker" {
		ca = "ca.remote.crt"
	}
	text, err := os.ReadFile(argsDir + "/kubelet-config.yaml")
	if err != nil {
		return err
	}
	fixed := strings.NewReplacer("/ca.crt", "/"+ca, "/ca.remote.crt", "/"+ca).Replace(string(text))
	return writeOwned(argsDir+"/kubelet-config.yaml", []byte(fixed))
}

// joinAsControlPlane adds this node's datastore to the cluster's and runs the control plane on it.
func joinAsControlPlane(info *joinResponse) error {
	if info.CAKey == nil || len(info.Voters) == 0 {
		fmt.Println("Joining process failed. The cluster did not hand out its authority.")
		return exitCode(1)
	}
	if err := quiet(); err != nil {
		return err
	}
	for file, text := range map[string]string{"ca.crt": info.CA, "ca.key": *info.CAKey, "serviceaccount.key": info.ServiceAccountKey, "front-proxy-ca.crt": info.FrontCA, "front-proxy-ca.key": info.FrontCAKey} {
		if err := writeOwned(certsDir+"/"+file, []byte(text)); err != nil {
			return err
		}
	}
	if err := issueAll(); err != nil {
		return err
	}
	if err := setArg("kube-apiserver", "--authorization-mode", info.AuthzMode); err != nil {
		return err
	}
	if err := takeKubeletArgs(info.KubeletArgs, "controlplane"); err != nil {
		return err
	}
	cutJoin()
	_, members, err := localDatastore(info.Voters[0]).add(peerURL(nodeIP()), false)
	if err != nil {
		return err
	}
	var initial []string
	for _, member := range members {
		if member.Name == "" {
			member.Name = hostName()
		}
		initial = append(initial, member.Name+"="+member.PeerURLs[0])
	}
	os.RemoveAll(snapData + "/var/kubernetes/backend")
	if err := writeDatastoreArgs(strings.Join(initial, ","), "existing"); err != nil {
		return err
	}
	if err := writeLock("no-cert-reissue", "lab-launched"); err != nil {
		return err
	}
	fmt.Println("Waiting for this node to finish joining the cluster. .. ..  ")
	if err := controlServices("restart", "k8s-dqlite", "kubelite"); err != nil {
		return err
	}
	waitReady(60*time.Second, false)
	return halfJoin(memberListed("ca.crt"), daemonUnit("kubelite"))
}
