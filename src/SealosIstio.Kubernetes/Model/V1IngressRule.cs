namespace SealosIstio.Kubernetes.Model;

/// <summary>One host of an Ingress and its paths.</summary>
public sealed class V1IngressRule : ModelPart
{
    /// <summary>A name, or <c>*.</c> and a name; null means every host.</summary>
    public string? Host { get; set; }

    /// <summary>The paths; null sends the whole host to the default backend.</summary>
    public V1HTTPIngressRuleValue? Http { get; set; }
}

/// <summary>The paths of a rule.</summary>
public sealed class V1HTTPIngressRuleValue : ModelPart
{
    /// <summary>The paths, in the order of the document.</summary>
    public IList<V1HTTPIngressPath>? Paths { get; set; }
}

/// <summary>One path and its backend.</summary>
public sealed class V1HTTPIngressPath : ModelPart
{
    /// <summary>The path, or the regular expression under nginx's <c>use-regex</c>.</summary>
    public string? Path { get; set; }

    /// <summary><c>Exact</c>, <c>Prefix</c> or <c>ImplementationSpecific</c>.</summary>
    public string? PathType { get; set; }

    /// <summary>Where requests go.</summary>
    public V1IngressBackend? Backend { get; set; }
}

/// <summary>A Service or another resource; never both.</summary>
public sealed class V1IngressBackend : ModelPart
{
    /// <summary>The Service.</summary>
    public V1IngressServiceBackend? Service { get; set; }

    /// <summary>Another resource in the Ingress' namespace.</summary>
    public V1TypedLocalObjectReference? Resource { get; set; }
}

/// <summary>A Service in the Ingress' namespace and one of its ports.</summary>
public sealed class V1IngressServiceBackend : ModelPart
{
    /// <summary>The Service's name.</summary>
    public string? Name { get; set; }

    /// <summary>The port, by name or by number.</summary>
    public V1ServiceBackendPort? Port { get; set; }
}

/// <summary>A port of a Service: a name or a number.</summary>
public sealed class V1ServiceBackendPort : ModelPart
{
    /// <summary>The name of the Service's port.</summary>
    public string? Name { get; set; }

    /// <summary>The number of the Service's port.</summary>
    public int? Number { get; set; }
}

/// <summary>Names an object of any kind in the same namespace.</summary>
public sealed class V1TypedLocalObjectReference : ModelPart
{
    /// <summary>The API group; null for the core group.</summary>
    public string? ApiGroup { get; set; }

    /// <summary>The kind.</summary>
    public string? Kind { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }
}
