using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Snippets;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts load-balance and upstream-hash-by. In nginx too they belong to the Service's port, and the oldest Ingress that
/// calls it decides.
/// </summary>
internal static class LoadBalancing
{
    private const string AlgorithmAnnotation = "load-balance";
    private const string HashAnnotation = "upstream-hash-by";

    /// <summary>Asks for the balancing of one Ingress.</summary>
    public static void Apply(TrafficPolicyDraft draft, IngressSource source, bool isFirst)
    {
        if (!isFirst && draft.Sources[0] != source)
        {
            foreach (var name in (string[])[AlgorithmAnnotation, HashAnnotation])
                if (source.Annotation(name) is not null)
                    source.ReportAnnotation(
                        FindingCatalog.BackendPolicyOfOther,
                        name,
                        $"{draft.Sources[0].Label} is older and decides on the balancing of the Service {draft.Service}."
                    );
            return;
        }
        var settings = Algorithm(source);
        // A hash goes before the algorithm; both give way to a session cookie.
        if (source.Text(HashAnnotation) is { } key)
            settings = Hash(source, key) ?? settings;
        if (isFirst)
            draft.LoadBalancer = settings;
    }

    private static LoadBalancerSettings? Algorithm(IngressSource source)
    {
        switch (source.Text(AlgorithmAnnotation))
        {
            case null:
                return null;
            case "round_robin":
                source.MarkApplied(AlgorithmAnnotation);
                return new LoadBalancerSettings { Simple = "ROUND_ROBIN" };
            case "ewma":
                source.MarkApplied(AlgorithmAnnotation);
                source.ReportAnnotation(FindingCatalog.LoadBalanceForm, AlgorithmAnnotation);
                return new LoadBalancerSettings { Simple = "LEAST_REQUEST" };
            default:
                // chash and the sticky ones need a key or a cookie, which stand in annotations of their own.
                source.ReportAnnotation(FindingCatalog.AnnotationHasNoEffect, AlgorithmAnnotation);
                return null;
        }
    }

    private static LoadBalancerSettings? Hash(IngressSource source, string key)
    {
        if (NginxText.Parse(key).Parts is not [{ IsVariable: true } variable] || HashOf(variable.Text) is not { } hash)
        {
            source.ReportAnnotation(FindingCatalog.HashKey, HashAnnotation);
            return null;
        }
        source.MarkApplied(HashAnnotation);
        source.ReportAnnotation(FindingCatalog.LoadBalanceForm, HashAnnotation);
        return new LoadBalancerSettings { ConsistentHash = hash };
    }

    private static ConsistentHashLB? HashOf(string variable) =>
        variable switch
        {
            "remote_addr" or "binary_remote_addr" => new ConsistentHashLB { UseSourceIp = true },
            "request_uri" => new ConsistentHashLB { HttpHeaderName = ":path" },
            "host" or "http_host" => new ConsistentHashLB { HttpHeaderName = ":authority" },
            "request_method" => new ConsistentHashLB { HttpHeaderName = ":method" },
            _ when variable.StartsWith("arg_", StringComparison.Ordinal) && variable.Length > 4 => new ConsistentHashLB
            {
                HttpQueryParameterName = variable[4..],
            },
            // Without a lifetime Envoy hashes the client's own cookie and never makes one.
            _ when variable.StartsWith("cookie_", StringComparison.Ordinal) && variable.Length > 7 =>
                new ConsistentHashLB { HttpCookie = new HttpCookie { Name = variable[7..] } },
            _ => EnvoyOperators.HeaderName(variable) is { } header
                ? new ConsistentHashLB { HttpHeaderName = header }
                : null,
        };
}
