using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>ValidateDestinationRule of pkg/config/validation/validation.go.</summary>
internal static class DestinationRuleRules
{
    private const int MaxTableSize = 5_000_011;

    private static readonly HashSet<string> SimpleBalancers =
    [
        "UNSPECIFIED",
        "LEAST_CONN",
        "RANDOM",
        "PASSTHROUGH",
        "ROUND_ROBIN",
        "LEAST_REQUEST",
    ];

    public static IEnumerable<string> Check(DestinationRule rule)
    {
        var spec = rule.Spec ?? new DestinationRuleSpec();
        foreach (var problem in NameRules.WildcardDomain("spec.host", spec.Host))
            yield return problem;
        foreach (var problem in Policy("spec.trafficPolicy", spec.TrafficPolicy))
            yield return problem;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var subset in spec.Subsets ?? [])
        {
            if (!NameRules.IsLabel(subset.Name ?? ""))
                yield return $"spec.subsets: subset name is invalid: '{subset.Name}'";
            if (!names.Add(subset.Name ?? ""))
                yield return $"spec.subsets: duplicate subset names: {subset.Name}";
            var problems = NameRules
                .Labels($"spec.subsets[{subset.Name}].labels", subset.Labels)
                .Concat(Policy($"spec.subsets[{subset.Name}].trafficPolicy", subset.TrafficPolicy));
            foreach (var problem in problems)
                yield return problem;
        }
        foreach (
            var problem in NameRules
                .ExportTo(rule.Metadata.NamespaceProperty ?? "", spec.ExportTo)
                .Concat(NameRules.Selector("spec.workloadSelector", spec.WorkloadSelector?.MatchLabels))
        )
            yield return problem;
        if (
            spec.WorkloadSelector is not null
            && (spec.ExportTo ?? []).Any(entry => entry != "." && entry != rule.Metadata.NamespaceProperty)
        )
            yield return "spec.exportTo: a rule with a workload selector stays in its namespace";
    }

    private static IEnumerable<string> Policy(string field, TrafficPolicy? policy)
    {
        if (policy is null)
            return [];
        if (
            policy is
            {
                LoadBalancer: null,
                ConnectionPool: null,
                OutlierDetection: null,
                Tls: null,
                PortLevelSettings: null,
                Tunnel: null,
                ProxyProtocol: null
            }
        )
            return [$"{field}: traffic policy must have at least one field"];
        return Parts(field, policy.LoadBalancer, policy.ConnectionPool, policy.OutlierDetection, policy.Tls)
            .Concat(
                (policy.PortLevelSettings ?? []).SelectMany(
                    (port, index) => PortPolicy($"{field}.portLevelSettings[{index}]", port)
                )
            );
    }

    private static IEnumerable<string> PortPolicy(string field, PortTrafficPolicy policy)
    {
        if (policy.Port is null)
            yield return $"{field}.port: must have valid port";
        if (policy is { LoadBalancer: null, ConnectionPool: null, OutlierDetection: null, Tls: null })
            yield return $"{field}: port traffic policy must have at least one field";
        foreach (
            var problem in Parts(field, policy.LoadBalancer, policy.ConnectionPool, policy.OutlierDetection, policy.Tls)
        )
            yield return problem;
    }

    private static IEnumerable<string> Parts(
        string field,
        LoadBalancerSettings? balancer,
        ConnectionPoolSettings? pool,
        OutlierDetection? outlier,
        ClientTlsSettings? tls
    ) =>
        Balancer($"{field}.loadBalancer", balancer)
            .Concat(Pool($"{field}.connectionPool", pool))
            .Concat(Outlier($"{field}.outlierDetection", outlier))
            .Concat(Tls($"{field}.tls", tls));

    private static IEnumerable<string> Balancer(string field, LoadBalancerSettings? balancer)
    {
        if (balancer is { Simple: not null, ConsistentHash: not null })
            yield return $"{field}: simple and consistentHash exclude each other";
        if (balancer?.Simple is { } simple && !SimpleBalancers.Contains(simple))
            yield return $"{field}.simple: unknown value {simple}";
        if (balancer?.ConsistentHash is not { } hash)
            yield break;
        var keys = new object?[]
        {
            hash.HttpHeaderName,
            hash.HttpCookie,
            hash.UseSourceIp,
            hash.HttpQueryParameterName,
        };
        if (keys.Count(key => key is not null) != 1)
            yield return $"{field}.consistentHash: exactly one hash key is needed";
        if (hash.HttpCookie is { } cookie)
        {
            if (string.IsNullOrEmpty(cookie.Name))
                yield return $"{field}.consistentHash.httpCookie: name required";
            foreach (
                var problem in DurationRules.Check(
                    $"{field}.consistentHash.httpCookie.ttl",
                    cookie.Ttl,
                    mayBeZero: true
                )
            )
                yield return problem;
        }
        if (
            hash.Maglev is { } maglev
            && (maglev.TableSize is not (> 0 and < MaxTableSize) || !IsPrime(maglev.TableSize.Value))
        )
            yield return $"{field}.consistentHash.maglev.tableSize: must be a prime below {MaxTableSize}";
    }

    private static bool IsPrime(long value)
    {
        if (value is 2 or 3)
            return true;
        if (value < 2 || value % 2 == 0)
            return false;
        for (var factor = 3L; factor * factor <= value; factor += 2)
            if (value % factor == 0)
                return false;
        return true;
    }

    private static IEnumerable<string> Pool(string field, ConnectionPoolSettings? pool)
    {
        if (pool is null)
            yield break;
        if (pool is { Http: null, Tcp: null })
            yield return $"{field}: must have at least one field";
        if (
            pool.Http
            is { Http1MaxPendingRequests: < 0 }
                or { Http2MaxRequests: < 0 }
                or { MaxRequestsPerConnection: < 0 }
                or { MaxRetries: < 0 }
                or { MaxConcurrentStreams: < 0 }
        )
            yield return $"{field}.http: numbers must be non-negative";
        if (pool.Http is { H2UpgradePolicy: "UPGRADE", UseClientProtocol: true })
            yield return $"{field}.http: use client protocol must not be true when H2UpgradePolicy is UPGRADE";
        if (pool.Tcp?.MaxConnections < 0)
            yield return $"{field}.tcp.maxConnections: must be non-negative";
        var durations = DurationRules
            .Check($"{field}.http.idleTimeout", pool.Http?.IdleTimeout)
            .Concat(DurationRules.Check($"{field}.tcp.connectTimeout", pool.Tcp?.ConnectTimeout))
            .Concat(DurationRules.Check($"{field}.tcp.maxConnectionDuration", pool.Tcp?.MaxConnectionDuration))
            .Concat(DurationRules.Check($"{field}.tcp.idleTimeout", pool.Tcp?.IdleTimeout, mayBeZero: true));
        foreach (var problem in durations)
            yield return problem;
    }

    private static IEnumerable<string> Outlier(string field, OutlierDetection? outlier)
    {
        if (outlier is null)
            yield break;
        if (outlier.SplitExternalLocalOriginErrors is not true && outlier.ConsecutiveLocalOriginFailures > 0)
            yield return $"{field}: consecutive local origin failures need splitExternalLocalOriginErrors";
        if (outlier.MaxEjectionPercent is < 0 or > 100 || outlier.MinHealthPercent is < 0 or > 100)
            yield return $"{field}: a percentage is not in range 0..100";
        foreach (
            var problem in DurationRules
                .Check($"{field}.interval", outlier.Interval)
                .Concat(DurationRules.Check($"{field}.baseEjectionTime", outlier.BaseEjectionTime))
        )
            yield return problem;
    }

    private static IEnumerable<string> Tls(string field, ClientTlsSettings? tls)
    {
        if (tls is null)
            yield break;
        if (tls.Mode is not (null or "DISABLE" or "SIMPLE" or "MUTUAL" or "ISTIO_MUTUAL"))
            yield return $"{field}.mode: unknown mode {tls.Mode}";
        var hasCredential = !string.IsNullOrEmpty(tls.CredentialName);
        if (tls.InsecureSkipVerify is true)
        {
            if (
                tls.Mode == "SIMPLE"
                && (hasCredential || !string.IsNullOrEmpty(tls.CaCertificates) || tls.SubjectAltNames is not null)
            )
                yield return $"{field}: CaCertificates, CredentialName and SubjectAltNames exclude InsecureSkipVerify";
            if (tls.Mode == "MUTUAL" && (!string.IsNullOrEmpty(tls.CaCertificates) || tls.SubjectAltNames is not null))
                yield return $"{field}: CaCertificates and SubjectAltNames exclude InsecureSkipVerify";
        }
        var hasFiles =
            !string.IsNullOrEmpty(tls.ClientCertificate)
            || !string.IsNullOrEmpty(tls.PrivateKey)
            || !string.IsNullOrEmpty(tls.CaCertificates);
        if (tls.Mode is "SIMPLE" or "MUTUAL" && hasCredential)
        {
            if (hasFiles)
                yield return $"{field}: certificates exclude credentialName";
            yield break;
        }
        if (
            tls.Mode == "MUTUAL"
            && (string.IsNullOrEmpty(tls.ClientCertificate) || string.IsNullOrEmpty(tls.PrivateKey))
        )
            yield return $"{field}: client certificate and private key required for mutual tls";
    }
}
