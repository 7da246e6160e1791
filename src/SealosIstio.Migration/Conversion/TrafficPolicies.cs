namespace SealosIstio.Migration.Conversion;

/// <summary>Gathers what all locations ask of the Services behind them.</summary>
/// <param name="istio">The release of Istio in the cluster; null when it is unknown, and has to be taken for an old one.</param>
internal sealed class TrafficPolicies(Version? istio = null)
{
    private readonly Dictionary<(string Namespace, string Service, int Port), TrafficPolicyDraft> drafts = [];

    /// <summary>The drafts, by namespace, Service and port.</summary>
    public IEnumerable<TrafficPolicyDraft> All =>
        drafts
            .OrderBy(entry => entry.Key.Namespace, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Service, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Port)
            .Select(entry => entry.Value);

    /// <summary>
    /// Takes note of one location and one of its backends. Call it for every location in the order in which nginx reads the
    /// Ingresses, the oldest first: with whom the first or the last word lies depends on it.
    /// </summary>
    /// <param name="source">The Ingress that rules the location.</param>
    /// <param name="path">The location's path.</param>
    /// <param name="serviceNamespace">The Service's namespace.</param>
    /// <param name="service">The Service's name.</param>
    /// <param name="port">The number of the Service's port.</param>
    /// <param name="externalHost">The host that the Service, an ExternalName, stands for; null for any other.</param>
    public void Collect(
        IngressSource source,
        string path,
        string serviceNamespace,
        string service,
        int port,
        string? externalHost = null
    )
    {
        var key = (serviceNamespace, service, port);
        if (!drafts.TryGetValue(key, out var draft))
            drafts[key] = draft = new TrafficPolicyDraft(serviceNamespace, service, port)
            {
                ExternalHost = externalHost,
            };
        var isFirst = draft.Sources.Count == 0;
        BackendProtocol.Apply(draft, source, isFirst);
        ConnectTimeout.Apply(draft, source);
        LoadBalancing.Apply(draft, source, isFirst);
        SessionAffinity.Apply(draft, source, path, istio);
        if (!draft.Sources.Contains(source))
            draft.Sources.Add(source);
    }
}
