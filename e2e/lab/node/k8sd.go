package main

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// k8sd is the snap's own daemon. Without a cluster it waits; in one it keeps this node's network and settings, and on a
// control plane it answers joining nodes on port 6400 and deploys the features.
func k8sd() error {
	// The commands of the lab do not need it, but who looks for a k8sd looks for its socket.
	os.Remove(k8sdState + "/control.socket")
	socket, err := net.Listen("unix", k8sdState+"/control.socket")
	if err != nil {
		return err
	}
	defer socket.Close()
	go keepServing()
	for ; ; time.Sleep(500 * time.Millisecond) {
		tend()
	}
}

func tend() {
	defer holdK8sd()()
	node, initialized := readK8sNode()
	if !initialized {
		return
	}
	if err := tendNode(node); err != nil {
		complain("node: %v", err)
	}
	if isK8sWorker() {
		return
	}
	if err := noteMembers(); err != nil {
		complain("members: %v", err)
	}
	if err := tendCluster(); err != nil {
		complain("cluster: %v", err)
	}
}

// noteMembers keeps what the real one gets by heartbeats: a file for each member, which it reads when the database is away.
func noteMembers() error {
	s, err := localK8sStore()
	if err != nil {
		return err
	}
	defer s.etcd.http.CloseIdleConnections()
	members, err := s.members()
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, member := range members {
		wanted[member.Name+".yaml"] = true
		text := fmt.Sprintf("name: %s\naddress: %s\n", member.Name, member.Address)
		if err := writePrivate(filepath.Join(trustStore, member.Name+".yaml"), []byte(text)); err != nil {
			return err
		}
	}
	files, err := os.ReadDir(trustStore)
	for _, file := range files {
		if !wanted[file.Name()] {
			os.Remove(filepath.Join(trustStore, file.Name()))
		}
	}
	return err
}

// holdK8sd keeps the daemon's care for a node and the end of the node's part in a cluster apart.
func holdK8sd() (release func()) {
	file, err := os.OpenFile("/run/hearth-lab-k8sd.lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return func() {}
	}
	syscall.Flock(int(file.Fd()), syscall.LOCK_EX)
	return func() { file.Close() }
}

// keepServing has the port open as long as this node is in a cluster. The real one listens on workers too.
func keepServing() {
	var listener net.Listener
	for ; ; time.Sleep(200 * time.Millisecond) {
		node, initialized := readK8sNode()
		if !initialized && listener != nil {
			listener.Close()
			listener = nil
		}
		if !initialized || listener != nil || isK8sWorker() {
			continue
		}
		pair, err := tls.LoadX509KeyPair(k8sdState+"/cluster.crt", k8sdState+"/cluster.key")
		if err != nil {
			continue
		}
		if listener, err = net.Listen("tcp", node.Address); err != nil {
			complain("%v", err)
			listener = nil
			continue
		}
		server := &http.Server{Handler: k8sdHandler(), TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequestClientCert}}
		go server.ServeTLS(listener, "", "")
	}
}

func k8sdHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /1.0/k8sd/worker/info", func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Address string }
		k8sdAnswer(w, r, &body, func() (any, error) {
			return admitWorker(r.Header.Get("Worker-Name"), r.Header.Get("Worker-Token"), body.Address)
		})
	})
	mux.HandleFunc("POST /core/1.0/cluster", func(w http.ResponseWriter, r *http.Request) {
		var body memberRequest
		k8sdAnswer(w, r, &body, func() (any, error) { return admitControlPlane(body) })
	})
	mux.HandleFunc("POST /core/internal/hooks/pre-remove", func(w http.ResponseWriter, r *http.Request) {
		var body struct{}
		k8sdAnswer(w, r, &body, func() (any, error) {
			if !fromMember(r) {
				return nil, &refusal{http.StatusForbidden, "Forbidden"}
			}
			forgetK8sCluster()
			return struct{}{}, nil
		})
	})
	return mux
}

// fromMember wants the certificate that all control planes share.
func fromMember(r *http.Request) bool {
	own, err := tls.LoadX509KeyPair(k8sdState+"/cluster.crt", k8sdState+"/cluster.key")
	return err == nil && slices.ContainsFunc(r.TLS.PeerCertificates, own.Leaf.Equal)
}

// k8sdAnswer wraps results as k8sd does.
func k8sdAnswer(w http.ResponseWriter, r *http.Request, body any, act func() (any, error)) {
	var result any
	err := json.NewDecoder(r.Body).Decode(body)
	if err == nil {
		result, err = act()
	}
	w.Header().Set("Content-Type", "application/json")
	if err == nil {
		json.NewEncoder(w).Encode(map[string]any{"type": "sync", "status": "Success", "status_code": 200, "metadata": result})
		return
	}
	status := http.StatusInternalServerError
	var refused *refusal
	if errors.As(err, &refused) {
		status = refused.status
	}
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"type": "error", "error_code": status, "error": err.Error()})
}

// workerInfo is all that a worker needs.
type workerInfo struct {
	CA, ClientCA  string
	Servers       []string
	PodCIDR       string
	ClusterDNS    string
	ClusterDomain string
	Port          int
	// Pairs are certificate and key by file.
	Pairs map[string][2]string
}

func admitWorker(nodeName, secret, address string) (*workerInfo, error) {
	s, err := localK8sStore()
	if err != nil {
		return nil, err
	}
	tokens, err := s.tokens()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(tokens, func(t joinToken) bool { return t.Worker && t.Secret == secret })
	if at < 0 || tokens[at].Name != "" && tokens[at].Name != nodeName || time.Now().After(tokens[at].Expires) {
		return nil, &refusal{http.StatusUnauthorized, "invalid token"}
	}
	cluster, err := s.cluster()
	if err != nil {
		return nil, err
	}
	kube, err := kubeAs("admin.conf")
	if err != nil {
		return nil, err
	}
	if kube.get("/api/v1/nodes/"+nodeName, nil) == nil {
		return nil, &refusal{http.StatusBadRequest, "node name already exists: " + nodeName}
	}
	servers, err := kube.apiServers()
	if err != nil || len(servers) == 0 {
		return nil, fmt.Errorf("kubernetes endpoints not ready yet: %w", err)
	}
	info, err := describeWorker(k8sNode{nodeName, net.JoinHostPort(address, k8sdPort), cluster.Port}, cluster, servers)
	if err != nil {
		return nil, err
	}
	return info, s.dropToken(tokens[at])
}

// describeWorker makes a worker's certificates, which last ten years.
func describeWorker(node k8sNode, cluster *k8sCluster, servers []string) (*workerInfo, error) {
	info := &workerInfo{
		CA: cluster.Shared["ca.crt"], ClientCA: cluster.Shared["client-ca.crt"], Servers: servers, PodCIDR: cluster.PodCIDR,
		ClusterDNS: cluster.ClusterDNS, ClusterDomain: cluster.Features.text("dns", "cluster-domain"), Port: cluster.Port, Pairs: map[string][2]string{},
	}
	for _, each := range nodeCerts(node) {
		ca, err := sharedAuthority(cluster.Shared, each.ca)
		if err != nil {
			return nil, err
		}
		pair, err := ca.pair(each.subject, each.hosts, time.Now().AddDate(10, 0, 0))
		if err != nil {
			return nil, err
		}
		info.Pairs[each.name] = [2]string{pair.cert, pair.key}
	}
	return info, nil
}

func admitControlPlane(body memberRequest) (*memberReply, error) {
	s, err := localK8sStore()
	if err != nil {
		return nil, err
	}
	members, err := s.members()
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(members, func(m k8sMember) bool { return m.Address == body.Address }) {
		return nil, fmt.Errorf("Remote with address %q exists", body.Address)
	}
	tokens, err := s.tokens()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(tokens, func(t joinToken) bool { return !t.Worker && t.Secret == body.Secret })
	switch {
	case at < 0:
		return nil, &refusal{http.StatusNotFound, "CoreTokenRecord not found"}
	case time.Now().After(tokens[at].Expires):
		return nil, errors.New("Token expired")
	case tokens[at].Name != body.Name:
		return nil, errors.New("Joining server certificate SAN does not contain join token name")
	}
	cluster, err := s.cluster()
	if err != nil {
		return nil, err
	}
	if err := s.putMember(k8sMember{Name: body.Name, Address: body.Address, Pending: true}); err != nil {
		return nil, err
	}
	return &memberReply{cluster, members}, s.dropToken(tokens[at])
}
