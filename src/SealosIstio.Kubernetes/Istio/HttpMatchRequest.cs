using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>Conditions that must all hold.</summary>
public sealed class HttpMatchRequest : ModelPart
{
    /// <summary>A name for logs.</summary>
    public string? Name { get; set; }

    /// <summary>The path.</summary>
    public StringMatch? Uri { get; set; }

    /// <summary>The scheme.</summary>
    public StringMatch? Scheme { get; set; }

    /// <summary>The method.</summary>
    public StringMatch? Method { get; set; }

    /// <summary>The host and port asked for.</summary>
    public StringMatch? Authority { get; set; }

    /// <summary>Headers by lower-case name; an empty match asks for presence.</summary>
    public IDictionary<string, StringMatch>? Headers { get; set; }

    /// <summary>The port of the listener.</summary>
    public int? Port { get; set; }

    /// <summary>The labels of the client's workload; only for the mesh.</summary>
    public IDictionary<string, string>? SourceLabels { get; set; }

    /// <summary>Overrides the Gateways of the VirtualService.</summary>
    public IList<string>? Gateways { get; set; }

    /// <summary>Query parameters by name.</summary>
    public IDictionary<string, StringMatch>? QueryParams { get; set; }

    /// <summary>Whether exact and prefix matches of the path ignore case.</summary>
    public bool? IgnoreUriCase { get; set; }

    /// <summary>Headers that must not match.</summary>
    public IDictionary<string, StringMatch>? WithoutHeaders { get; set; }

    /// <summary>The namespace of the client's workload; only for the mesh.</summary>
    public string? SourceNamespace { get; set; }

    /// <summary>A prefix for statistics of the route.</summary>
    public string? StatPrefix { get; set; }
}

/// <summary>One way of comparing; all null asks for presence only.</summary>
public sealed class StringMatch : ModelPart
{
    /// <summary>Equal.</summary>
    public string? Exact { get; set; }

    /// <summary>Starts with.</summary>
    public string? Prefix { get; set; }

    /// <summary>RE2, over the whole value.</summary>
    public string? Regex { get; set; }
}
