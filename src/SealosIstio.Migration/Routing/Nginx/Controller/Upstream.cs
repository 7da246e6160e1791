namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The endpoints of a Service port and what all Ingresses say of them.</summary>
internal sealed class Upstream(string name)
{
    public const string Default = "upstream-default-backend";

    public string Name { get; } = name;

    /// <summary><c>namespace/service:port</c> for a decision; null for nginx's own 404.</summary>
    public string? Backend { get; set; }
    public bool HasEndpoints { get; set; }

    /// <summary>True for the Service of a canary: no location is made for it.</summary>
    public bool IsCanary { get; set; }
    public CanaryAnnotations Canary { get; set; } = CanaryAnnotations.None;
    public List<string> Alternatives { get; } = [];
    public SessionAffinity Affinity { get; set; } = new();

    public Upstream CopyAs(string name, string backend)
    {
        var copy = new Upstream(name)
        {
            Backend = backend,
            HasEndpoints = true,
            IsCanary = IsCanary,
            Canary = Canary,
            Affinity = Affinity,
        };
        copy.Alternatives.AddRange(Alternatives);
        return copy;
    }
}

/// <summary>The stickiness of an upstream: all Ingresses write to it, the last one's cookie stays.</summary>
internal sealed class SessionAffinity
{
    public bool IsCookie { get; set; }
    public string Mode { get; set; } = "";
    public AffinityAnnotations Cookie { get; set; } = new();

    /// <summary>The paths that hand out the cookie, by host.</summary>
    public Dictionary<string, HashSet<string>> Locations { get; init; } = new(StringComparer.Ordinal);
}
