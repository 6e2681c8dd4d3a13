package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	certsDir = snapData + "/certs"
	credsDir = snapData + "/credentials"
)

func randomHex(bytes int) string {
	raw := make([]byte, bytes)
	rand.Read(raw)
	return hex.EncodeToString(raw)
}

// writeOwned writes a file the way MicroK8s keeps its secrets: for root and the microk8s group.
func writeOwned(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o775); err != nil {
		return err
	}
	if err := os.WriteFile(path, content, 0o660); err != nil {
		return err
	}
	return closeToOthers(path, 0o660)
}

// closeToOthers leaves a path to root and the microk8s group.
func closeToOthers(path string, mode os.FileMode) error {
	if err := os.Chmod(path, mode); err != nil {
		return err
	}
	if group, err := user.LookupGroup("microk8s"); err == nil {
		gid, _ := strconv.Atoi(group.Gid)
		return os.Chown(path, 0, gid)
	}
	return nil
}

func writeKey(path string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writeOwned(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))
}

func newKey(path string) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	return key, writeKey(path, key)
}

func readPEM(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s: not PEM", path)
	}
	return block.Bytes, nil
}

type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(name, commonName string) error {
	key, err := newKey(filepath.Join(certsDir, name+".key"))
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: commonName},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(10, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	return writeOwned(filepath.Join(certsDir, name+".crt"), pemCertificate(der))
}

func loadAuthority(name string) (*authority, error) {
	der, err := readPEM(filepath.Join(certsDir, name+".crt"))
	if err != nil {
		return nil, err
	}
	keyDER, err := readPEM(filepath.Join(certsDir, name+".key"))
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParseECPrivateKey(keyDER)
	return &authority{cert, key}, err
}

func serial() *big.Int {
	number, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	return number
}

func pemCertificate(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// request makes a key at certs/NAME.key and a signing request for it.
func request(name string, subject pkix.Name, hosts []string) ([]byte, error) {
	key, err := newKey(filepath.Join(certsDir, name+".key"))
	if err != nil {
		return nil, err
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
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}), nil
}

func (ca *authority) sign(requestPEM []byte, until time.Time) ([]byte, error) {
	block, _ := pem.Decode(requestPEM)
	if block == nil {
		return nil, fmt.Errorf("no signing request in the text")
	}
	csr, err := x509.ParseCertificateRequest(block.Bytes)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: csr.Subject, DNSNames: csr.DNSNames, IPAddresses: csr.IPAddresses,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: until,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, ca.cert, csr.PublicKey, ca.key)
	if err != nil {
		return nil, err
	}
	return pemCertificate(der), nil
}

type identity struct {
	file    string
	subject pkix.Name
	hosts   []string
	config  string
}

func name(common string, groups ...string) pkix.Name {
	return pkix.Name{CommonName: common, Organization: groups}
}

// issueAll gives this node the certificates and kubeconfigs of a control plane under the authority in certs/.
func issueAll() error {
	ip, host := nodeIP(), hostName()
	ca, err := loadAuthority("ca")
	if err != nil {
		return err
	}
	for _, id := range []identity{
		{"client", name("admin", "system:masters"), nil, "client"},
		{"controller", name("system:kube-controller-manager"), nil, "controller"},
		{"scheduler", name("system:kube-scheduler"), nil, "scheduler"},
		{"kubelet", name("system:node:"+host, "system:nodes"), []string{host, ip, "127.0.0.1"}, "kubelet"},
		{"proxy", name("system:kube-proxy"), nil, "proxy"},
		{"apiserver-kubelet-client", name("kube-apiserver-kubelet-client", "system:masters"), nil, ""},
	} {
		if err := issue(ca, id, time.Now().AddDate(10, 0, 0)); err != nil {
			return err
		}
	}
	if err := issueServer(); err != nil {
		return err
	}
	return issueFrontProxyClient()
}

// issueServer and issueFrontProxyClient are MicroK8s' certificates that last a year only.
func issueServer() error {
	ca, err := loadAuthority("ca")
	if err != nil {
		return err
	}
	hosts := []string{hostName(), "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster", "kubernetes.default.svc.cluster.local", "127.0.0.1", serviceAddress(1), nodeIP()}
	return issue(ca, identity{"server", name("127.0.0.1"), hosts, ""}, time.Now().AddDate(1, 0, 0))
}

func issueFrontProxyClient() error {
	front, err := loadAuthority("front-proxy-ca")
	if err != nil {
		return err
	}
	return issue(front, identity{"front-proxy-client", name("front-proxy-client"), nil, ""}, time.Now().AddDate(1, 0, 0))
}

func issue(ca *authority, id identity, until time.Time) error {
	csr, err := request(id.file, id.subject, id.hosts)
	if err != nil {
		return err
	}
	cert, err := ca.sign(csr, until)
	if err != nil {
		return err
	}
	if err := writeOwned(filepath.Join(certsDir, id.file+".crt"), cert); err != nil {
		return err
	}
	if id.config == "" {
		return nil
	}
	return writeKubeconfig(id.config, id.file, "ca.crt")
}

func writeKubeconfig(config, cert, ca string) error {
	data := func(file string) string {
		text, _ := os.ReadFile(filepath.Join(certsDir, file))
		return base64.StdEncoding.EncodeToString(text)
	}
	user := map[string]string{"client": "admin", "kubelet": "kubelet", "proxy": "kubeproxy"}[config]
	if user == "" {
		user = config
	}
	text := fmt.Sprintf(`apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: %s
    server: https://127.0.0.1:16443
  name: microk8s-cluster
contexts:
- context:
    cluster: microk8s-cluster
    user: %s
  name: microk8s
current-context: microk8s
kind: Config
preferences: {}
users:
- name: %s
  user:
    client-certificate-data: %s
    client-key-data: %s
`, data(ca), user, user, data(cert+".crt"), data(cert+".key"))
	return writeOwned(filepath.Join(credsDir, config+".config"), []byte(text))
}

// serverCheck is the short fingerprint that add-node appends to a token.
func serverCheck() string {
	der, err := readPEM(certsDir + "/server.crt")
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])[:12]
}

func nodeIP() string {
	addresses, _ := net.InterfaceAddrs()
	eth, err := net.InterfaceByName("eth0")
	if err == nil {
		addresses, _ = eth.Addrs()
	}
	for _, address := range addresses {
		if ip, _, found := strings.Cut(address.String(), "/"); found && strings.Count(ip, ".") == 3 {
			return ip
		}
	}
	return "none"
}
