package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"
)

type kubeError struct {
	status int
	text   string
}

func (e *kubeError) Error() string { return fmt.Sprintf("%d: %s", e.status, e.text) }

type kubeClient struct {
	base  string
	token string
	http  *http.Client
}

// newKube talks to this node's API server as the identity whose certificate is certs/NAME.crt.
func newKube(identity, ca string) (*kubeClient, error) {
	pair, err := tls.LoadX509KeyPair(filepath.Join(certsDir, identity+".crt"), filepath.Join(certsDir, identity+".key"))
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(certsDir, ca))
	if err != nil {
		return nil, err
	}
	return &kubeClient{"https://127.0.0.1:16443", "", trusting(text, pair)}, nil
}

// trusting is a client that knows one authority and shows one certificate.
func trusting(ca []byte, pair tls.Certificate) *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}}}
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

func (k *kubeClient) do(method, path string, body, into any) error {
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		payload = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, k.base+path, payload)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if method == "PATCH" {
		request.Header.Set("Content-Type", "application/merge-patch+json")
	}
	if k.token != "" {
		request.Header.Set("Authorization", "Bearer "+k.token)
	}
	response, err := k.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return &kubeError{response.StatusCode, string(text)}
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}

func (k *kubeClient) get(path string, into any) error { return k.do("GET", path, nil, into) }

type meta struct {
	Name        string            `json:"name"`
	Namespace   string            `json:"namespace,omitempty"`
	UID         string            `json:"uid,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type kubeNode struct {
	Metadata meta `json:"metadata"`
	Spec     struct {
		PodCIDR       string `json:"podCIDR"`
		Unschedulable bool   `json:"unschedulable"`
	} `json:"spec"`
	Status struct {
		Addresses  []struct{ Type, Address string } `json:"addresses"`
		Conditions []struct{ Type, Status string }  `json:"conditions"`
		NodeInfo   struct{ KubeletVersion string }  `json:"nodeInfo"`
	} `json:"status"`
}

func (n *kubeNode) internalIP() string {
	for _, address := range n.Status.Addresses {
		if address.Type == "InternalIP" {
			return address.Address
		}
	}
	return ""
}

func (n *kubeNode) ready() bool {
	for _, condition := range n.Status.Conditions {
		if condition.Type == "Ready" {
			return condition.Status == "True"
		}
	}
	return false
}

// apiServers are the addresses that the API servers publish of themselves.
func (k *kubeClient) apiServers() ([]string, error) {
	var list struct {
		Items []struct {
			Endpoints []struct{ Addresses []string }
			Ports     []struct{ Port int }
		}
	}
	err := k.get("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=kubernetes", &list)
	var servers []string
	for _, slice := range list.Items {
		for _, endpoint := range slice.Endpoints {
			for _, port := range slice.Ports {
				servers = append(servers, fmt.Sprintf("%s:%d", endpoint.Addresses[0], port.Port))
			}
		}
	}
	slices.Sort(servers)
	return servers, err
}

func (k *kubeClient) nodes() ([]kubeNode, error) {
	var list struct{ Items []kubeNode }
	err := k.get("/api/v1/nodes", &list)
	return list.Items, err
}
