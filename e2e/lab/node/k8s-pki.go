package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"go.yaml.in/yaml/v3"
)

// k8sLife is how long the snap's certificates last.
func k8sLife() time.Time { return time.Now().AddDate(20, 0, 0) }

// pemPair is a certificate and its key.
type pemPair struct{ cert, key string }

func freshKey() (*ecdsa.PrivateKey, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, "", err
	}
	der, err := x509.MarshalECPrivateKey(key)
	return key, string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})), err
}

func selfSigned(commonName string, isCA bool, hosts ...string) (pemPair, error) {
	key, keyPEM, err := freshKey()
	if err != nil {
		return pemPair{}, err
	}
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: commonName}, DNSNames: hosts,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: k8sLife(), IsCA: isCA, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if isCA {
		template.ExtKeyUsage = nil
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return pemPair{string(pemCertificate(der)), keyPEM}, err
}

func (p pemPair) authority() (*authority, error) {
	pair, err := tls.X509KeyPair([]byte(p.cert), []byte(p.key))
	if err != nil {
		return nil, err
	}
	key, isECDSA := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !isECDSA {
		return nil, fmt.Errorf("not an ECDSA key")
	}
	cert, err := x509.ParseCertificate(pair.Certificate[0])
	return &authority{cert, key}, err
}

// pair makes a key and has this authority sign for it.
func (ca *authority) pair(subject pkix.Name, hosts []string, until time.Time) (pemPair, error) {
	key, keyPEM, err := freshKey()
	if err != nil {
		return pemPair{}, err
	}
	template := &x509.CertificateRequest{Subject: subject}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, template, key)
	if err != nil {
		return pemPair{}, err
	}
	cert, err := ca.sign(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}), until)
	return pemPair{string(cert), keyPEM}, err
}

// The authorities of a cluster: the name of their files, and their own names.
var k8sAuthorities = map[string]string{"ca": "kubernetes-ca", "client-ca": "kubernetes-ca-client", "front-proxy-ca": "front-proxy-ca", "etcd/ca": "kubernetes-etcd-ca"}

// newSharedPKI makes what all control planes of a cluster have in common.
func newSharedPKI() (map[string]string, error) {
	shared := map[string]string{}
	keep := func(name string, pair pemPair) { shared[name+".crt"], shared[name+".key"] = pair.cert, pair.key }
	for file, common := range k8sAuthorities {
		pair, err := selfSigned(common, true)
		if err != nil {
			return nil, err
		}
		keep(file, pair)
	}
	clients := []struct {
		file, ca string
		subject  pkix.Name
	}{
		{"apiserver-kubelet-client", "client-ca", name("apiserver-kubelet-client", "system:masters")},
		{"apiserver-etcd-client", "etcd/ca", name("kube-apiserver-etcd-client")},
	}
	for _, client := range clients {
		ca, err := sharedAuthority(shared, client.ca)
		if err != nil {
			return nil, err
		}
		pair, err := ca.pair(client.subject, nil, k8sLife())
		if err != nil {
			return nil, err
		}
		keep(client.file, pair)
	}
	_, key, err := freshKey()
	shared["serviceaccount.key"] = key
	return shared, err
}

func sharedAuthority(shared map[string]string, name string) (*authority, error) {
	return pemPair{shared[name+".crt"], shared[name+".key"]}.authority()
}

// issued is one certificate of a node: a file pair in pki, or a kubeconfig.
type issued struct {
	name, ca string
	subject  pkix.Name
	hosts    []string
}

func (i issued) isKubeconfig() bool { return filepath.Ext(i.name) == ".conf" }

// controlPlaneCerts are those that each control plane has of its own, by the names that refresh-certs knows.
func controlPlaneCerts(node k8sNode, serviceIP string, extra []string) []issued {
	kubernetes := []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster", "kubernetes.default.svc.cluster.local"}
	api := append(append(kubernetes, node.Name, "127.0.0.1", "::1", serviceIP, node.ip()), extra...)
	return append(nodeCerts(node),
		issued{"admin.conf", "client-ca", name("kubernetes:admin", "system:masters"), nil},
		issued{"apiserver", "ca", name("kube-apiserver"), api},
		issued{"controller.conf", "client-ca", name("system:kube-controller-manager"), nil},
		issued{"front-proxy-client", "front-proxy-ca", name("front-proxy-client"), nil},
		issued{"scheduler.conf", "client-ca", name("system:kube-scheduler"), nil},
	)
}

// nodeCerts are those that a worker has too.
func nodeCerts(node k8sNode) []issued {
	self := name("system:node:"+node.Name, "system:nodes")
	return []issued{
		{"kubelet", "ca", self, []string{node.Name, "127.0.0.1", "::1", node.ip()}},
		{"kubelet.conf", "client-ca", self, nil},
		{"proxy.conf", "client-ca", name("system:kube-proxy"), nil},
	}
}

func etcdCerts(node k8sNode) []issued {
	hosts := []string{node.Name, "localhost", node.ip(), "127.0.0.1", "::1"}
	return []issued{{"etcd/server", "etcd/ca", name("kube-etcd"), hosts}, {"etcd/peer", "etcd/ca", name("kube-etcd-peer"), hosts}}
}

// issueK8s makes certificates of a node and puts them where its services look for them.
func issueK8s(node k8sNode, shared map[string]string, list []issued, until time.Time) error {
	for _, each := range list {
		ca, err := sharedAuthority(shared, each.ca)
		if err != nil {
			return err
		}
		pair, err := ca.pair(each.subject, each.hosts, until)
		if err != nil {
			return err
		}
		if err := placeK8s(node, each.name, pair, shared["ca.crt"]); err != nil {
			return err
		}
	}
	return nil
}

func placeK8s(node k8sNode, file string, pair pemPair, ca string) error {
	if filepath.Ext(file) == ".conf" {
		server := fmt.Sprintf("https://127.0.0.1:%d", node.Port)
		return writePrivate(filepath.Join(kubeDir, file), []byte(k8sKubeconfig(server, ca, pair)))
	}
	if err := writePrivate(filepath.Join(pkiDir, file+".crt"), []byte(pair.cert)); err != nil {
		return err
	}
	return writePrivate(filepath.Join(pkiDir, file+".key"), []byte(pair.key))
}

func writeShared(shared map[string]string) error {
	for file, text := range shared {
		if file == "etcd/ca.key" {
			continue
		}
		if err := writePrivate(filepath.Join(pkiDir, file), []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

func k8sKubeconfig(server, ca string, pair pemPair) string {
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	return fmt.Sprintf(`apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: %s
    server: %s
  name: k8s
contexts:
- context:
    cluster: k8s
    user: k8s-user
  name: k8s
current-context: k8s
kind: Config
preferences: {}
users:
- name: k8s-user
  user:
    client-certificate-data: %s
    client-key-data: %s
`, encode(ca), server, encode(pair.cert), encode(pair.key))
}

// readKubeconfig takes a kubeconfig of the form above apart.
func readKubeconfig(path string) (server string, ca []byte, pair pemPair, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", nil, pemPair{}, err
	}
	var config struct {
		Clusters []struct {
			Cluster struct {
				CA     string `yaml:"certificate-authority-data"`
				Server string `yaml:"server"`
			}
		}
		Users []struct {
			User struct {
				Cert string `yaml:"client-certificate-data"`
				Key  string `yaml:"client-key-data"`
			}
		}
	}
	if err := yaml.Unmarshal(text, &config); err != nil {
		return "", nil, pemPair{}, err
	}
	if len(config.Clusters) == 0 || len(config.Users) == 0 {
		return "", nil, pemPair{}, fmt.Errorf("%s names no cluster", path)
	}
	var parts [3][]byte
	for i, data := range []string{config.Clusters[0].Cluster.CA, config.Users[0].User.Cert, config.Users[0].User.Key} {
		if parts[i], err = base64.StdEncoding.DecodeString(data); err != nil {
			return "", nil, pemPair{}, err
		}
	}
	return config.Clusters[0].Cluster.Server, parts[0], pemPair{string(parts[1]), string(parts[2])}, nil
}

// kubeAs talks to the API server as the user of a kubeconfig in /etc/kubernetes.
func kubeAs(file string) (*kubeClient, error) {
	server, ca, pair, err := readKubeconfig(filepath.Join(kubeDir, file))
	if err != nil {
		return nil, err
	}
	certificate, err := tls.X509KeyPair([]byte(pair.cert), []byte(pair.key))
	if err != nil {
		return nil, err
	}
	return &kubeClient{server, "", trusting(ca, certificate)}, nil
}

// etcdAt is the datastore of a control plane, spoken to as its API server does.
func etcdAt(ip string) (datastore, error) {
	ca, err := os.ReadFile(pkiDir + "/etcd/ca.crt")
	if err != nil {
		return datastore{}, err
	}
	pair, err := tls.LoadX509KeyPair(pkiDir+"/apiserver-etcd-client.crt", pkiDir+"/apiserver-etcd-client.key")
	if err != nil {
		return datastore{}, err
	}
	return datastore{"https://" + net.JoinHostPort(ip, "2379"), trusting(ca, pair)}, nil
}

func fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// knownPeer is a client for a k8sd whose certificate has the fingerprint that a token names.
func knownPeer(certificate []byte, own []tls.Certificate) *http.Client {
	config := &tls.Config{InsecureSkipVerify: true, Certificates: own, VerifyConnection: func(state tls.ConnectionState) error {
		if fingerprint(state.PeerCertificates[0].Raw) != fingerprint(certificate) {
			return fmt.Errorf("x509: certificate is not the cluster's")
		}
		return nil
	}}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config}, Timeout: 2 * time.Minute}
}

// remoteCertificate is what a k8sd shows of itself.
func remoteCertificate(address string) ([]byte, error) {
	conn, err := tls.DialWithDialer(&net.Dialer{Timeout: 10 * time.Second}, "tcp", address, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].Raw, nil
}
