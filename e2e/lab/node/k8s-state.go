package main

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"time"
)

// What k8sd knows of a cluster. The real one keeps it in a dqlite of its own beside etcd; the lab in etcd itself.

const k8sdPrefix = "/hearth-lab/k8sd/"

// k8sCluster is what all control planes have in common.
type k8sCluster struct {
	PodCIDR       string
	ServiceCIDR   string
	Taints        []string
	Authorization string
	Port          int
	Features      featureConfig
	// ClusterDNS is the address of the coredns Service, once there is one.
	ClusterDNS string
	// Shared are files under /etc/kubernetes/pki, authorities with their keys among them.
	Shared map[string]string
	// Cert and Key are what every k8sd of the cluster shows on its port.
	Cert, Key string
}

func (c *k8sCluster) pair() (tls.Certificate, error) {
	return tls.X509KeyPair([]byte(c.Cert), []byte(c.Key))
}

func (c *k8sCluster) fingerprint() string {
	pair, err := c.pair()
	if err != nil {
		return ""
	}
	return fingerprint(pair.Certificate[0])
}

// k8sMember is a control plane; workers are members of Kubernetes only.
type k8sMember struct {
	Name    string
	Address string
	Pending bool
}

func (m k8sMember) ip() string {
	host, _, _ := net.SplitHostPort(m.Address)
	return host
}

// joinToken lets one node in: a control plane by its name, a worker by any name when none is said.
type joinToken struct {
	Secret  string
	Name    string
	Worker  bool
	Expires time.Time
}

type featureStatus struct {
	Enabled   bool      `json:"enabled" yaml:"enabled"`
	Message   string    `json:"message" yaml:"message"`
	Version   string    `json:"version" yaml:"version"`
	UpdatedAt time.Time `json:"updated-at" yaml:"updated-at"`
}

// k8sStore is the state in the etcd of a control plane.
type k8sStore struct{ etcd datastore }

func localK8sStore() (k8sStore, error) {
	etcd, err := etcdAt("127.0.0.1")
	return k8sStore{etcd}, err
}

func encodeKey(key string) string { return base64.StdEncoding.EncodeToString([]byte(key)) }

func (s k8sStore) put(key string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	var reply struct{}
	return s.etcd.call("/v3/kv/put", map[string]string{"key": encodeKey(k8sdPrefix + key), "value": base64.StdEncoding.EncodeToString(text)}, &reply)
}

func (s k8sStore) remove(key string) error {
	var reply struct{}
	return s.etcd.call("/v3/kv/deleterange", map[string]string{"key": encodeKey(k8sdPrefix + key)}, &reply)
}

// below reads all values under a key.
func below[T any](s k8sStore, prefix string) ([]T, error) {
	start := []byte(k8sdPrefix + prefix)
	end := append([]byte{}, start...)
	end[len(end)-1]++
	var reply struct{ KVs []struct{ Value []byte } }
	if err := s.etcd.call("/v3/kv/range", map[string]string{"key": encodeKey(string(start)), "range_end": encodeKey(string(end))}, &reply); err != nil {
		return nil, err
	}
	values := []T{}
	for _, kv := range reply.KVs {
		var value T
		if err := json.Unmarshal(kv.Value, &value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

func (s k8sStore) cluster() (*k8sCluster, error) {
	found, err := below[k8sCluster](s, "config")
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("the cluster has no configuration yet")
	}
	return &found[0], nil
}

func (s k8sStore) members() ([]k8sMember, error) { return below[k8sMember](s, "members/") }

func (s k8sStore) member(name string) (k8sMember, bool, error) {
	members, err := s.members()
	for _, m := range members {
		if m.Name == name {
			return m, true, nil
		}
	}
	return k8sMember{}, false, err
}

func (s k8sStore) putMember(m k8sMember) error { return s.put("members/"+m.Name, m) }

func (s k8sStore) tokens() ([]joinToken, error) { return below[joinToken](s, "tokens/") }

func (s k8sStore) dropToken(token joinToken) error { return s.remove("tokens/" + token.Secret) }

// isLeader says whether this node's etcd leads: its k8sd is the one that acts for the cluster.
func (s k8sStore) isLeader() bool {
	var reply struct {
		Header struct {
			Member string `json:"member_id"`
		}
		Leader string
	}
	err := s.etcd.call("/v3/maintenance/status", map[string]any{}, &reply)
	return err == nil && reply.Leader != "" && reply.Leader == reply.Header.Member
}

// storedStatus keeps of a feature's status also what was applied, which is not shown.
type storedStatus struct {
	Name    string
	Status  featureStatus
	Applied string
}

func (s k8sStore) statuses() (map[string]storedStatus, error) {
	list, err := below[storedStatus](s, "features/")
	statuses := map[string]storedStatus{}
	for _, each := range list {
		statuses[each.Name] = each
	}
	return statuses, err
}
