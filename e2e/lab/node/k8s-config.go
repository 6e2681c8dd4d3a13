package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// feature is one of the snap's features: the documented settings and what they are when nothing is said.
type feature struct {
	name, goType string
	settings     []setting
}

type setting struct {
	key       string
	otherwise any
}

var k8sFeatures = []feature{
	{"network", "NetworkConfig", []setting{{"enabled", false}, {"kube-proxy-enabled", false}}},
	{"dns", "DNSConfig", []setting{{"enabled", false}, {"cluster-domain", "cluster.local"}, {"service-ip", ""}, {"upstream-nameservers", []string{"/etc/resolv.conf"}}}},
	{"ingress", "IngressConfig", []setting{{"enabled", false}, {"default-tls-secret", ""}, {"enable-proxy-protocol", false}}},
	{"load-balancer", "LoadBalancerConfig", []setting{
		{"enabled", false}, {"cidrs", []string{}}, {"l2-mode", true}, {"l2-interfaces", []string{}}, {"bgp-mode", false},
		{"bgp-local-asn", 0}, {"bgp-peer-address", ""}, {"bgp-peer-asn", 0}, {"bgp-peer-port", 179},
	}},
	{"local-storage", "LocalStorageConfig", []setting{{"enabled", false}, {"local-path", k8sCommon + "/rawfile-storage"}, {"reclaim-policy", "Delete"}, {"default", true}}},
	{"gateway", "GatewayConfig", []setting{{"enabled", false}}},
	{"metrics-server", "MetricsServerConfig", []setting{{"enabled", true}}},
}

// The features that the snap's own words name; metrics-server is one that they leave out.
var namedFeatures = []string{"network", "dns", "gateway", "ingress", "local-storage", "load-balancer"}

func featureOf(name string) *feature {
	for i := range k8sFeatures {
		if k8sFeatures[i].name == name {
			return &k8sFeatures[i]
		}
	}
	return nil
}

func (f *feature) settingOf(key string) *setting {
	for i := range f.settings {
		if f.settings[i].key == key {
			return &f.settings[i]
		}
	}
	return nil
}

// featureConfig is what was set: feature, key, value.
type featureConfig map[string]map[string]any

func (c featureConfig) set(name, key string, value any) {
	if c[name] == nil {
		c[name] = map[string]any{}
	}
	c[name][key] = value
}

func (c featureConfig) value(name, key string) any {
	value, given := c[name][key]
	known := featureOf(name).settingOf(key)
	if !given {
		return known.otherwise
	}
	// From JSON, where the cluster keeps it, lists and numbers come back in JSON's own types.
	switch was := value.(type) {
	case []any:
		list := []string{}
		for _, item := range was {
			list = append(list, fmt.Sprint(item))
		}
		return list
	case float64:
		return int(was)
	}
	return value
}

func (c featureConfig) enabled(name string) bool { return c.value(name, "enabled") == true }

func (c featureConfig) text(name, key string) string { return fmt.Sprint(c.value(name, key)) }

// shown is a feature's settings in their documented order.
func (c featureConfig) shown(name string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	for _, s := range featureOf(name).settings {
		key, value := &yaml.Node{}, &yaml.Node{}
		key.SetString(s.key)
		value.Encode(c.value(name, s.key))
		node.Content = append(node.Content, key, value)
	}
	return node
}

// bootstrapConfig is what the lab honours of the documented file.
type bootstrapConfig struct {
	features    featureConfig
	taints      []string
	podCIDR     string
	serviceCIDR string
	disableRBAC bool
	port        int
	extraSANs   []string
	extraArgs   extraArgs
	files       map[string]string
}

// extraArgs are a node's own flags by service; one without a value goes.
type extraArgs map[string]map[string]*string

// What the documented file knows and the lab does not have.
var beyondTheLab = strings.Fields(`datastore-servers datastore-ca-crt datastore-client-crt datastore-client-key etcd-port etcd-peer-port etcd-ca-crt
etcd-ca-key etcd-server-crt etcd-server-key etcd-peer-crt etcd-peer-key etcd-apiserver-client-crt etcd-apiserver-client-key ca-crt ca-key client-ca-crt
client-ca-key front-proxy-ca-crt front-proxy-ca-key front-proxy-client-crt front-proxy-client-key apiserver-kubelet-client-crt apiserver-kubelet-client-key
admin-client-crt admin-client-key kube-proxy-client-crt kube-proxy-client-key kube-scheduler-client-crt kube-scheduler-client-key
kube-controller-manager-client-crt kube-controller-manager-client-key service-account-key apiserver-crt apiserver-key kubelet-crt kubelet-key
kubelet-client-crt kubelet-client-key extra-node-containerd-args extra-node-containerd-config containerd-base-dir`)

func readConfigFile(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(os.Stdin)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("failed to read file: %w", err)
	}
	return text, nil
}

// fields gives a YAML mapping's entries to act, which says false of one that it does not know.
func fields(node *yaml.Node, goType string, act func(key string, value *yaml.Node) (bool, error)) error {
	if node.Kind != yaml.MappingNode {
		return fmt.Errorf("yaml: unmarshal errors:\n  line %d: cannot unmarshal %s into api.%s", node.Line, node.ShortTag(), goType)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		known, err := act(key.Value, node.Content[i+1])
		if err != nil {
			return err
		}
		if !known {
			return fmt.Errorf("yaml: unmarshal errors:\n  line %d: field %s not found in type api.%s", key.Line, key.Value, goType)
		}
	}
	return nil
}

func rootOf(text []byte) (*yaml.Node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 {
		return &yaml.Node{Kind: yaml.MappingNode}, nil
	}
	return document.Content[0], nil
}

func parseBootstrapConfig(text []byte) (*bootstrapConfig, error) {
	config := &bootstrapConfig{features: featureConfig{}, extraArgs: extraArgs{}}
	root, err := rootOf(text)
	if err != nil {
		return nil, err
	}
	err = fields(root, "BootstrapConfig", func(key string, value *yaml.Node) (bool, error) {
		if known, err := config.extraArgs.take(key, value); known {
			return true, err
		}
		datastoreType := ""
		target, known := map[string]any{
			"control-plane-taints": &config.taints, "pod-cidr": &config.podCIDR, "service-cidr": &config.serviceCIDR, "disable-rbac": &config.disableRBAC,
			"disable-system-tuning": new(bool), "secure-port": &config.port, "extra-sans": &config.extraSANs, "extra-node-config-files": &config.files,
			"datastore-type": &datastoreType,
		}[key]
		switch {
		case known:
			if err := value.Decode(target); err != nil {
				return true, err
			}
			if datastoreType != "" && datastoreType != "etcd" {
				return true, fmt.Errorf("the lab has no datastore of the type %s", datastoreType)
			}
			return true, nil
		case key == "cluster-config":
			return true, config.features.take(value)
		case slices.Contains(beyondTheLab, key):
			return true, fmt.Errorf("the lab does not have the setting %s", key)
		}
		return false, nil
	})
	return config, err
}

func (c featureConfig) take(node *yaml.Node) error {
	return fields(node, "UserFacingClusterConfig", func(name string, settings *yaml.Node) (bool, error) {
		if name == "annotations" || name == "cloud-provider" {
			return true, nil
		}
		known := featureOf(name)
		if known == nil {
			return false, nil
		}
		return true, fields(settings, known.goType, func(key string, value *yaml.Node) (bool, error) {
			s := known.settingOf(key)
			if s == nil {
				return false, nil
			}
			var given any
			var err error
			switch s.otherwise.(type) {
			case bool:
				given, err = decoded[bool](value)
			case int:
				given, err = decoded[int](value)
			case []string:
				given, err = decoded[[]string](value)
			default:
				given, err = decoded[string](value)
			}
			c.set(name, key, given)
			return true, err
		})
	})
}

func decoded[T any](node *yaml.Node) (T, error) {
	var value T
	err := node.Decode(&value)
	return value, err
}

func (e extraArgs) take(key string, value *yaml.Node) (bool, error) {
	service, found := strings.CutPrefix(key, "extra-node-")
	service, args := strings.CutSuffix(service, "-args")
	if !found || !args || !slices.Contains(k8sServiceNames, service) || service == "containerd" {
		return false, nil
	}
	flags, err := decoded[map[string]*string](value)
	e[service] = flags
	return true, err
}

// joinConfig is what the lab honours of the documented join files, for both roles.
type joinConfig struct {
	extraSANs []string
	extraArgs extraArgs
	files     map[string]string
}

func parseJoinConfig(text []byte, goType string) (*joinConfig, error) {
	config := &joinConfig{extraArgs: extraArgs{}}
	root, err := rootOf(text)
	if err != nil {
		return nil, err
	}
	err = fields(root, goType, func(key string, value *yaml.Node) (bool, error) {
		if known, err := config.extraArgs.take(key, value); known {
			return true, err
		}
		switch key {
		case "extra-sans":
			return goType == "ControlPlaneJoinConfig", value.Decode(&config.extraSANs)
		case "extra-node-config-files":
			return true, value.Decode(&config.files)
		case "disable-system-tuning":
			return true, nil
		}
		if slices.Contains(beyondTheLab, key) {
			return true, fmt.Errorf("the lab does not have the setting %s", key)
		}
		return false, nil
	})
	return config, err
}

// validate refuses what k8sd refuses of a cluster's configuration.
func (c featureConfig) validate() error {
	switch {
	case c.enabled("gateway") && !c.enabled("network"):
		return fmt.Errorf("gateway requires network to be enabled")
	case c.enabled("ingress") && !c.enabled("network"):
		return fmt.Errorf("ingress requires network to be enabled")
	case c.enabled("network") && c.value("network", "kube-proxy-enabled") == true:
		return fmt.Errorf("kube-proxy-enabled cannot be set to true when network is enabled")
	case !slices.Contains([]string{"", "Retain", "Delete"}, c.text("local-storage", "reclaim-policy")):
		return fmt.Errorf("local-storage.reclaim-policy must be one of: Retain, Delete")
	case c.text("dns", "service-ip") != "" && net.ParseIP(c.text("dns", "service-ip")) == nil:
		return fmt.Errorf("dns.service-ip must be a valid IP address")
	}
	cidrs, _ := c.value("load-balancer", "cidrs").([]string)
	for _, cidr := range cidrs {
		first, last, isRange := strings.Cut(cidr, "-")
		if isRange && net.ParseIP(first) != nil && net.ParseIP(last) != nil {
			continue
		}
		if _, _, err := net.ParseCIDR(cidr); err != nil {
			return fmt.Errorf("load-balancer configuration contains an invalid CIDR %q: %w", cidr, err)
		}
	}
	return nil
}

func validateRanges(pod, service string) error {
	_, pods, err := net.ParseCIDR(pod)
	if err != nil {
		return fmt.Errorf("invalid pod CIDR: %q is not a valid CIDR: %w", pod, err)
	}
	_, services, err := net.ParseCIDR(service)
	if err != nil {
		return fmt.Errorf("invalid service CIDR: %q is not a valid CIDR: %w", service, err)
	}
	if pods.Contains(services.IP) || services.Contains(pods.IP) {
		return fmt.Errorf("invalid cidr configuration: pod CIDR %q and service CIDR %q overlap", pod, service)
	}
	return nil
}

// firstAddress is the one that the API server's own Service has.
func firstAddress(cidr string) string {
	_, network, err := net.ParseCIDR(cidr)
	if err != nil {
		return ""
	}
	ip := slices.Clone(network.IP)
	ip[len(ip)-1]++
	return ip.String()
}

// parseSetting reads KEY=VALUE of `k8s set`.
func (c featureConfig) parseSetting(arg string) error {
	path, text, given := strings.Cut(arg, "=")
	if !given {
		return fmt.Errorf("option not in <key>=<value> format")
	}
	name, key, _ := strings.Cut(path, ".")
	known := featureOf(name)
	if known == nil || known.settingOf(key) == nil {
		return fmt.Errorf("unknown option key %q", path)
	}
	switch known.settingOf(key).otherwise.(type) {
	case bool:
		value, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("invalid option %q: cannot parse '%s' as bool: %w", arg, path, err)
		}
		c.set(name, key, value)
	case int:
		value, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("invalid option %q: cannot parse '%s' as int: %w", arg, path, err)
		}
		c.set(name, key, value)
	case []string:
		list := []string{}
		for _, item := range strings.FieldsFunc(strings.Trim(text, "[]"), func(r rune) bool { return r == ',' || r == ' ' }) {
			list = append(list, strings.Trim(item, `"'`))
		}
		c.set(name, key, list)
	default:
		c.set(name, key, text)
	}
	return nil
}
