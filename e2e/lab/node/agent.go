package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	agentPort     = "25000"
	clusterTokens = credsDir + "/cluster-tokens.txt"
	certTokens    = credsDir + "/certs-request-tokens.txt"
)

type joinRequest struct {
	Token    string          `json:"token"`
	HostName string          `json:"hostname"`
	Port     string          `json:"port"`
	Worker   json.RawMessage `json:"worker"`
	X509     bool            `json:"can_handle_x509_auth"`
}

type joinResponse struct {
	CA                string   `json:"ca"`
	APIPort           string   `json:"apiport"`
	AuthzMode         string   `json:"api_authz_mode"`
	KubeletArgs       string   `json:"kubelet_args"`
	HostNameOverride  string   `json:"hostname_override"`
	Voters            []string `json:"voters,omitempty"`
	ServiceAccountKey string   `json:"service_account_key"`
	CAKey             *string  `json:"ca_key"`
	FrontCA           string   `json:"lab_front_proxy_ca,omitempty"`
	FrontCAKey        string   `json:"lab_front_proxy_ca_key,omitempty"`
	ControlPlane      []string `json:"control_plane_nodes"`
	ClusterCIDR       string   `json:"cluster_cidr,omitempty"`
}

type signRequest struct {
	Token   string `json:"token"`
	Request string `json:"request"`
}

type refusal struct {
	status int
	text   string
}

func (r *refusal) Error() string { return r.text }

var tokenMutex sync.Mutex

// consumeToken accepts a token once, or until its time is over when it was made with one.
func consumeToken(file, token string) bool {
	tokenMutex.Lock()
	defer tokenMutex.Unlock()
	accepted := false
	var kept []string
	text, _ := os.ReadFile(file)
	for _, line := range strings.Fields(string(text)) {
		value, expiry, timed := strings.Cut(line, "|")
		seconds, _ := strconv.ParseInt(expiry, 10, 64)
		switch {
		case timed && time.Now().Unix() > seconds:
			continue
		case value == token && token != "":
			accepted = true
			if !timed {
				continue
			}
		}
		kept = append(kept, line)
	}
	writeOwned(file, []byte(strings.Join(append(kept, ""), "\n")))
	return accepted
}

func appendToken(file, line string) error {
	tokenMutex.Lock()
	defer tokenMutex.Unlock()
	text, _ := os.ReadFile(file)
	return writeOwned(file, append(text, []byte(line+"\n")...))
}

// clusterAgent answers joining nodes on port 25000, with the paths and answers of MicroK8s' cluster agent.
func clusterAgent([]string) error {
	go launchDefaultAddons()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /cluster/api/v2.0/join", func(w http.ResponseWriter, r *http.Request) {
		var body joinRequest
		answer(w, r, &body, func() (any, error) { return acceptJoin(r, body) })
	})
	mux.HandleFunc("POST /cluster/api/v1.0/sign-cert", func(w http.ResponseWriter, r *http.Request) {
		var body signRequest
		answer(w, r, &body, func() (any, error) { return acceptSigning(body) })
	})
	server := &http.Server{Addr: "0.0.0.0:" + agentPort, Handler: mux, TLSConfig: &tls.Config{
		// Read for each connection: a join as control plane replaces the certificate.
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			pair, err := tls.LoadX509KeyPair(certsDir+"/server.crt", certsDir+"/server.key")
			return &pair, err
		},
	}}
	return server.ListenAndServeTLS("", "")
}

func answer(w http.ResponseWriter, r *http.Request, body any, act func() (any, error)) {
	result, err := any(nil), json.NewDecoder(r.Body).Decode(body)
	if err == nil {
		result, err = act()
	}
	w.Header().Set("Content-Type", "application/json")
	if err == nil {
		json.NewEncoder(w).Encode(result)
		return
	}
	status := http.StatusInternalServerError
	if refused, is := err.(*refusal); is {
		status = refused.status
	}
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}

func acceptJoin(r *http.Request, body joinRequest) (*joinResponse, error) {
	if !consumeToken(clusterTokens, body.Token) {
		return nil, fmt.Errorf("invalid token")
	}
	if body.Port != agentPort {
		return nil, &refusal{http.StatusBadGateway, "the port of the cluster agent port has to be set to " + agentPort}
	}
	remote, _, _ := net.SplitHostPort(r.RemoteAddr)
	if host, _, _ := net.SplitHostPort(r.Host); remote == host {
		return nil, &refusal{http.StatusServiceUnavailable, fmt.Sprintf("the joining node has the same IP (%s) as the node we contact", host)}
	}
	if err := writeLock("no-cert-reissue"); err != nil {
		return nil, err
	}
	kubeletArgs, err := os.ReadFile(argsDir + "/kubelet")
	if err != nil {
		return nil, err
	}
	response := &joinResponse{
		CA: fileText("ca.crt"), APIPort: argValue("kube-apiserver", "--secure-port"), AuthzMode: argValue("kube-apiserver", "--authorization-mode"),
		HostNameOverride: remote, KubeletArgs: string(kubeletArgs), ClusterCIDR: argValue("kube-proxy", "--cluster-cidr"),
	}
	if worker := string(body.Worker); worker == "true" || worker == `"as-worker"` {
		return response, prepareWorker(body.Token, response)
	}
	key := fileText("ca.key")
	response.CAKey, response.ServiceAccountKey = &key, fileText("serviceaccount.key")
	response.FrontCA, response.FrontCAKey = fileText("front-proxy-ca.crt"), fileText("front-proxy-ca.key")
	members, err := localDatastore("127.0.0.1").members()
	for _, member := range members {
		response.Voters = append(response.Voters, member.ip())
	}
	return response, err
}

func prepareWorker(token string, response *joinResponse) error {
	for _, suffix := range []string{"-kubelet", "-proxy"} {
		if err := appendToken(certTokens, token+suffix); err != nil {
			return err
		}
	}
	kube, err := newKube("client", "ca.crt")
	if err != nil {
		return err
	}
	nodes, err := kube.nodes()
	if err != nil {
		return fmt.Errorf("failed to retrieve list of control plane nodes: %w", err)
	}
	for _, node := range nodes {
		if _, is := node.Metadata.Labels["node.kubernetes.io/microk8s-controlplane"]; is {
			response.ControlPlane = append(response.ControlPlane, node.internalIP())
		}
	}
	return nil
}

func acceptSigning(body signRequest) (map[string]string, error) {
	if !consumeToken(certTokens, body.Token) {
		return nil, fmt.Errorf("invalid token")
	}
	ca, err := loadAuthority("ca")
	if err != nil {
		return nil, err
	}
	cert, err := ca.sign([]byte(body.Request), time.Now().AddDate(10, 0, 0))
	if err != nil {
		return nil, fmt.Errorf("failed to sign certificate: %w", err)
	}
	return map[string]string{"certificate": string(cert)}, nil
}

func fileText(name string) string {
	text, _ := os.ReadFile(certsDir + "/" + name)
	return string(text)
}

// launchDefaultAddons enables what a fresh MicroK8s enables by itself, once: the dns addon.
func launchDefaultAddons() {
	marker := snapData + "/var/lock/lab-launched"
	if exists(marker) || clustered() {
		return
	}
	for i := 0; i < 240; i++ {
		if clusterAnswers(false) {
			if applyManifest(dnsManifest) == nil {
				writeOwned(marker, nil)
				return
			}
		}
		time.Sleep(500 * time.Millisecond)
	}
}
