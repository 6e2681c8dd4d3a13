package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

// tokenText is a join token as it is handed out: base64 of JSON. The magic word marks a worker's.
type tokenText struct {
	Secret        string   `json:"secret"`
	Fingerprint   string   `json:"fingerprint"`
	JoinAddresses []string `json:"join_addresses"`
	Magic         string   `json:"_,omitempty"`
}

const workerMagic = "m!!"

func decodeToken(text string) (*tokenText, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	var token tokenText
	return &token, json.Unmarshal(raw, &token)
}

func k8sGetJoinToken(call *k8sCall) error {
	worker, nodeName := call.given("worker"), strings.Join(call.words, "")
	if !worker && nodeName == "" {
		return refuse("Error: A node name is required for control-plane nodes.")
	}
	if _, err := inK8sCluster(); err != nil {
		return err
	}
	life := 24 * time.Hour
	if call.given("expires-in") {
		life, _ = time.ParseDuration(call.flag("expires-in"))
	}
	text, err := makeToken(nodeName, worker, life)
	if err != nil {
		return refuse("Error: Could not generate a join token for %q.\n\nThe error was: %v", nodeName, err)
	}
	fmt.Println(text)
	return nil
}

func makeToken(nodeName string, worker bool, life time.Duration) (string, error) {
	const path = "k8sd/cluster/tokens"
	s, err := controlPlaneStore("POST", path)
	if err != nil {
		return "", err
	}
	if nodeName != "" {
		if err := nameIsFree(nodeName); err != nil {
			return "", k8sdError("POST", path, err)
		}
	}
	cluster, err := s.cluster()
	if err != nil {
		return "", k8sdError("POST", path, err)
	}
	members, err := s.members()
	if err != nil {
		return "", k8sdError("POST", path, err)
	}
	token := joinToken{Secret: randomHex(20), Name: nodeName, Worker: worker, Expires: time.Now().Add(life)}
	text := tokenText{Fingerprint: cluster.fingerprint()}
	for _, member := range members {
		text.JoinAddresses = append(text.JoinAddresses, member.Address)
	}
	if worker {
		token.Secret, text.Magic = "worker::"+token.Secret, workerMagic
	} else if known, found := openToken(s, nodeName); found {
		// The same token as long as it is good, as in the real snap.
		token = known
	}
	if err := s.put("tokens/"+token.Secret, token); err != nil {
		return "", k8sdError("POST", path, err)
	}
	text.Secret = token.Secret
	raw, err := json.Marshal(text)
	return base64.StdEncoding.EncodeToString(raw), err
}

func openToken(s k8sStore, nodeName string) (joinToken, bool) {
	tokens, _ := s.tokens()
	for _, token := range tokens {
		if !token.Worker && token.Name == nodeName && time.Now().Before(token.Expires) {
			return token, true
		}
	}
	return joinToken{}, false
}

func nameIsFree(nodeName string) error {
	kube, err := kubeAs("admin.conf")
	if err != nil {
		return err
	}
	err = kube.get("/api/v1/nodes/"+nodeName, nil)
	var answered *kubeError
	switch {
	case err == nil:
		return fmt.Errorf("a node with this name is already part of the cluster: %q", nodeName)
	case errors.As(err, &answered) && answered.status == http.StatusNotFound:
		return nil
	}
	return fmt.Errorf("failed to check whether node name is available in cluster: %q: %w", nodeName, err)
}

func k8sJoin(call *k8sCall) error {
	node, err := thisK8sNode(call)
	if err != nil {
		return err
	}
	var file []byte
	if path := call.flag("file"); path != "" {
		if file, err = readConfigFile(path); err != nil {
			return refuse("Error: Failed to read join configuration from %q.\n\nThe error was: %v", path, err)
		}
	}
	token, tokenErr := decodeToken(call.words[0])
	worker := tokenErr == nil && token.Magic == workerMagic
	config, err := checkJoin(file, worker)
	if err != nil {
		return refuse("Join cluster config verification failed: %v", err)
	}
	complain("Joining the cluster. This may take a few seconds, please wait.")
	dawdle()
	role, addressErr := "control plane", node.checkAddress()
	switch {
	case addressErr != nil:
		err = addressErr
	case worker:
		role = "worker"
		if err = joinWorker(node, token, config); err != nil {
			err = fmt.Errorf("Failed to run post-bootstrap actions: %w", err)
		}
	case tokenErr != nil:
		err = tokenErr
	default:
		err = joinControlPlane(node, token, config, call.deadline)
	}
	if err != nil {
		// k8sd takes back what it began.
		forgetK8sCluster()
		return refuse("Error: Failed to join the cluster using the provided token.\n\nThe error was: %v", k8sdError("POST", "k8sd/cluster/join", fmt.Errorf("failed to join k8sd cluster as %s: %w", role, err)))
	}
	if err := halfJoin(k8sListed(node), k8sUnit("kubelet")); err != nil {
		return err
	}
	plain := fmt.Sprintf("Cluster services have started on %q.\nPlease allow some time for initial Kubernetes node registration.\n", node.Name)
	return call.print(plain, map[string]string{"name": node.Name})
}

func checkJoin(file []byte, worker bool) (*joinConfig, error) {
	goType, ports, role := "ControlPlaneJoinConfig", map[string]int{"kube-apiserver": 6443, "kube-scheduler": 10259, "kube-controller-manager": 10257, "etcd": 2379, "etcd-peer": 2380}, "control plane"
	if worker {
		goType, ports, role = "WorkerJoinConfig", map[string]int{"kube-apiserver-proxy": 6443}, "worker"
	}
	config, err := parseJoinConfig(file, goType)
	if err != nil {
		return nil, fmt.Errorf("failed to unmarshal %s join config: %w", role, err)
	}
	return config, preInitChecks(ports)
}

func k8sListed(node k8sNode) func() bool {
	return func() bool {
		kube, err := kubeAs("kubelet.conf")
		if err != nil {
			return false
		}
		defer kube.http.CloseIdleConnections()
		return kube.get("/api/v1/nodes/"+node.Name, nil) == nil
	}
}

// post sends JSON to a k8sd and gives its answer; an answer of refusal is an error with its words alone.
func post(client *http.Client, url string, header http.Header, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest("POST", url, bytes.NewReader(text))
	if err != nil {
		return err
	}
	for key := range header {
		request.Header.Set(key, header.Get(key))
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var reply struct {
		Error    string          `json:"error"`
		Metadata json.RawMessage `json:"metadata"`
	}
	if err := json.NewDecoder(response.Body).Decode(&reply); err != nil {
		return fmt.Errorf("failed to parse HTTP response: %w", err)
	}
	if response.StatusCode != http.StatusOK {
		return &datastoreError{reply.Error}
	}
	return json.Unmarshal(reply.Metadata, into)
}

func joinWorker(node k8sNode, token *tokenText, config *joinConfig) error {
	var certificate []byte
	var address string
	err := errors.New("empty list of control plane addresses")
	for _, address = range token.JoinAddresses {
		if certificate, err = remoteCertificate(address); err == nil {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("failed to get certificate of cluster member: %w", err)
	}
	if found := fingerprint(certificate); found != token.Fingerprint {
		return fmt.Errorf("fingerprint from token (%q) does not match fingerprint of node %q (%q)", token.Fingerprint, address, found)
	}
	header := http.Header{"Worker-Name": {node.Name}, "Worker-Token": {token.Secret}}
	var info workerInfo
	if err := post(knownPeer(certificate, nil), "https://"+address+"/1.0/k8sd/worker/info", header, map[string]string{"address": node.ip()}, &info); err != nil {
		var refused *datastoreError
		if errors.As(err, &refused) {
			return fmt.Errorf("HTTP request for worker node info failed: %w", err)
		}
		return err
	}
	node.Port = info.Port
	return becomeK8sWorker(node, &info, config)
}

func becomeK8sWorker(node k8sNode, info *workerInfo, config *joinConfig) error {
	if err := layOutK8s(); err != nil {
		return err
	}
	if err := writeK8sNode(node); err != nil {
		return err
	}
	if err := writePrivate(workerLock, nil); err != nil {
		return err
	}
	for file, text := range map[string]string{"ca.crt": info.CA, "client-ca.crt": info.ClientCA} {
		if err := writePrivate(pkiDir+"/"+file, []byte(text)); err != nil {
			return err
		}
	}
	for file, pair := range info.Pairs {
		if err := placeK8s(node, file, pemPair{pair[0], pair[1]}, info.CA); err != nil {
			return err
		}
	}
	settings := nodeSettings{info.PodCIDR, info.ClusterDNS, info.ClusterDomain, "worker", ""}
	if err := writeNodeArgs(node, settings, config.extraArgs, config.files); err != nil {
		return err
	}
	if err := writeEndpoints(info.Servers); err != nil {
		return err
	}
	cutJoin()
	if lostJoin() {
		return startK8s("containerd", "k8s-apiserver-proxy", "kube-proxy")
	}
	return startK8s(workerServices...)
}

type memberRequest struct {
	Name, Address, Secret string
}

type memberReply struct {
	Cluster *k8sCluster
	Members []k8sMember
}

func joinControlPlane(node k8sNode, token *tokenText, config *joinConfig, deadline time.Time) error {
	var reply memberReply
	var last error
	for _, address := range token.JoinAddresses {
		certificate, err := remoteCertificate(address)
		if err != nil || fingerprint(certificate) != token.Fingerprint {
			continue
		}
		if last = post(knownPeer(certificate, nil), "https://"+address+"/core/1.0/cluster", nil, memberRequest{node.Name, node.Address, token.Secret}, &reply); last == nil {
			break
		}
	}
	if reply.Cluster == nil {
		return fmt.Errorf("%d join attempts were unsuccessful. Last error: %w", len(token.JoinAddresses), last)
	}
	node.Port = reply.Cluster.Port
	if err := prepareControlPlane(node, reply.Cluster, config.extraSANs); err != nil {
		return err
	}
	cutJoin()
	id, err := joinEtcd(node, &reply, config, deadline)
	if err == nil {
		err = startControlPlane(node, deadline)
	}
	if err == nil {
		err = sameVersion(node)
	}
	if err == nil {
		var s k8sStore
		if s, err = localK8sStore(); err == nil {
			err = s.putMember(k8sMember{Name: node.Name, Address: node.Address})
		}
	}
	if err != nil {
		takeBackMember(node, &reply, id)
	}
	return err
}

// sameVersion keeps a control plane out that is not of the version of all others. The real one lets another minor version in
// and begins an upgrade with it.
func sameVersion(node k8sNode) error {
	kube, err := kubeAs("admin.conf")
	if err != nil {
		return err
	}
	defer kube.http.CloseIdleConnections()
	nodes, err := kube.nodes()
	if err != nil {
		return err
	}
	own, common := k8sSnap.current().version, ""
	for _, each := range nodes {
		version := each.Status.NodeInfo.KubeletVersion
		switch {
		case each.Metadata.Name == node.Name:
		case common != "" && common != version:
			return fmt.Errorf("the cluster has nodes with different Kubernetes versions %q and %q - upgrade all nodes to the same version before joining a new one", common, version)
		default:
			common = version
		}
	}
	if common != "" && common != own {
		return errors.New("the joining node has a different patch version than cluster nodes")
	}
	return nil
}

// joinEtcd adds this node's etcd as a learner, which does not count for the quorum, and makes a voter of it later.
func joinEtcd(node k8sNode, reply *memberReply, config *joinConfig, deadline time.Time) (string, error) {
	first, err := reachableEtcd(reply.Members)
	if err != nil {
		return "", err
	}
	_, self, _ := strings.Cut(etcdPeer(node.Name, node.ip()), "=")
	added, members, err := first.add(self, true)
	if err != nil {
		return "", fmt.Errorf("failed to add learner member %s to etcd cluster: %w", node.Name, err)
	}
	initial := []string{etcdPeer(node.Name, node.ip())}
	for _, member := range members {
		if member.Name != "" && len(member.PeerURLs) > 0 {
			initial = append(initial, member.Name+"="+member.PeerURLs[0])
		}
	}
	if err := writeControlPlaneArgs(node, reply.Cluster, config.extraArgs, config.files, strings.Join(initial, ","), "existing"); err != nil {
		return added.ID, err
	}
	if err := startK8s("etcd"); err != nil {
		return added.ID, err
	}
	if err := until(deadline, func() error { return first.promote(added.ID) }); err != nil {
		return added.ID, fmt.Errorf("failed to promote learner member %s: %w", node.Name, err)
	}
	return added.ID, nil
}

func reachableEtcd(members []k8sMember) (datastore, error) {
	err := errors.New("no member of the cluster is known")
	for _, member := range members {
		var etcd datastore
		if etcd, err = etcdAt(member.ip()); err != nil {
			continue
		}
		if _, err = etcd.members(); err == nil {
			return etcd, nil
		}
	}
	return datastore{}, fmt.Errorf("failed to create etcd client: %w", err)
}

// takeBackMember undoes in the cluster what a join that failed did there.
func takeBackMember(node k8sNode, reply *memberReply, id string) {
	etcd, err := reachableEtcd(reply.Members)
	if err != nil {
		return
	}
	if id != "" {
		etcd.remove(id)
	}
	k8sStore{etcd}.remove("members/" + node.Name)
	if kube, err := kubeAs("admin.conf"); err == nil {
		kube.do("DELETE", "/api/v1/nodes/"+node.Name, nil, nil)
	}
}

// foreignK8s makes this node a worker of a cluster that nobody can reach.
func foreignK8s() error {
	if k8sSnap.channel() == "" {
		if err := k8sSnap.snapInstall(map[string]string{"--classic": "", "--channel": "1.36-classic/stable"}); err != nil {
			return err
		}
	}
	forgetK8sCluster()
	shared, err := newSharedPKI()
	if err != nil {
		return err
	}
	node := k8sNode{Name: hostName(), Address: nodeIP() + ":" + k8sdPort, Port: 6443}
	info, err := describeWorker(node, &k8sCluster{PodCIDR: "10.1.0.0/16", Shared: shared, Port: 6443, Features: featureConfig{}}, []string{"10.99.0.250:6443"})
	if err != nil {
		return err
	}
	os.MkdirAll(k8sLockDir, 0o700)
	return becomeK8sWorker(node, info, &joinConfig{})
}
