using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout.Canaries;

/// <summary>Which Ingresses can take a canary, and why the others can't.</summary>
/// <param name="Takers">Those that can.</param>
/// <param name="Refused">The others that nginx serves, by <c>namespace/name</c>.</param>
internal sealed record CanaryCandidates(IReadOnlyList<IngressOutcome> Takers, IReadOnlyList<RolloutRefusal> Refused)
{
    private static readonly HashSet<string> PlainProtocols = new(StringComparer.OrdinalIgnoreCase) { "HTTP", "GRPC" };

    /// <summary>Chooses.</summary>
    /// <param name="scope">The Ingresses of the rollout as they are now.</param>
    /// <param name="isReady">Whether one is migrated and verified; or could be, for a preview.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static CanaryCandidates Of(
        ScopeConversion scope,
        Func<IngressOutcome, bool> isReady,
        CancellationToken cancellationToken
    )
    {
        var options = scope.Converted.Options;
        var outcomes = scope.Outcomes.ToDictionary(outcome => KeyOf(outcome.Ingress));
        var served = Served(scope.Converted.Whole);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var ingress in served)
            if (ReasonOf(ingress, outcomes.GetValueOrDefault(KeyOf(ingress)), isReady, options) is { } reason)
                reasons[KeyOf(ingress)] = reason;
        var groups = GroupsOf(served);
        Spread(groups, reasons);

        var open = outcomes.Values.Where(outcome => IsOpen(outcome.Ingress)).ToList();
        if (open.Count > 0)
        {
            var proof = new CanaryProof(scope, [.. open.Select(outcome => outcome.Ingress.Ingress)], options);
            foreach (var outcome in open)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (proof.Refute(outcome, cancellationToken) is { } reason)
                    reasons[KeyOf(outcome.Ingress)] = reason;
            }
            Spread(groups, reasons);
        }
        var inScope = served.Where(ingress => outcomes.ContainsKey(KeyOf(ingress))).ToList();
        return new CanaryCandidates(
            [.. open.Where(outcome => IsOpen(outcome.Ingress))],
            [
                .. inScope
                    .Where(ingress => reasons.ContainsKey(KeyOf(ingress)))
                    .OrderBy(KeyOf, StringComparer.Ordinal)
                    .Select(ingress => new RolloutRefusal(KeyOf(ingress), reasons[KeyOf(ingress)])),
            ]
        );

        bool IsOpen(SealosIngress ingress) => served.Contains(ingress) && !reasons.ContainsKey(KeyOf(ingress));
    }

    // Suspended and skipped ones aren't nginx': there is nothing to divide.
    private static HashSet<SealosIngress> Served(ConversionResult whole) =>
        whole
            .Groups.Where(group =>
                group.Status
                    is ConversionStatus.Converted
                        or ConversionStatus.ConvertedWithWarnings
                        or ConversionStatus.Refused
            )
            .SelectMany(group => group.Source)
            .ToHashSet();

    /// <summary>
    /// Those that can only go together: nginx hangs a canary on the Service and port of a path, and so on every other path of any host that
    /// has the same one; and it has one canary for them.
    /// </summary>
    private static List<IReadOnlyList<SealosIngress>> GroupsOf(IEnumerable<SealosIngress> served)
    {
        var groups = new ConnectedGroups<SealosIngress>();
        foreach (var ingress in served.OrderBy(KeyOf, StringComparer.Ordinal))
            groups.Add(
                ingress,
                ingress
                    .Hosts.Select(host => "host " + host.ToLowerInvariant())
                    .Concat(ServicesOf(ingress.Ingress).Select(service => $"service {ingress.Namespace}/{service}"))
            );
        return [.. groups.All().Where(group => group.Count > 1)];
    }

    private static void Spread(IEnumerable<IReadOnlyList<SealosIngress>> groups, Dictionary<string, string> reasons)
    {
        foreach (var group in groups)
        {
            if (group.FirstOrDefault(ingress => reasons.ContainsKey(KeyOf(ingress))) is not { } first)
                continue;
            var reason = reasons[KeyOf(first)];
            foreach (var other in group)
                reasons.TryAdd(
                    KeyOf(other),
                    $"It shares a host or a Service with {first}, which can't take a canary: {reason}"
                );
        }
    }

    private static string? ReasonOf(
        SealosIngress ingress,
        IngressOutcome? outcome,
        Func<IngressOutcome, bool> isReady,
        ConversionOptions options
    )
    {
        var annotations = new SourceAnnotations(ingress.Ingress, options.AnnotationPrefix);
        if (outcome is null)
            return "It isn't part of the rollout.";
        if (outcome.Refusal is { } refusal)
            return $"It can't be migrated: {refusal.Message}";
        if (string.Equals(annotations["canary"], "true", StringComparison.OrdinalIgnoreCase))
            return "It is a canary itself, and nginx obeys one canary of a path.";
        if (annotations["affinity"] is not null)
            return "Its session affinity pins clients to nginx' choice, so that a weight wouldn't divide them.";
        if (annotations["backend-protocol"] is { } protocol && !PlainProtocols.Contains(protocol))
            return $"nginx speaks {protocol} to its backends, and so would to the gateway, which takes plain HTTP there.";
        if (string.Equals(annotations["ssl-passthrough"], "true", StringComparison.OrdinalIgnoreCase))
            return "Its TLS is passed through, and so never divided.";
        if (ingress.Ingress.Spec?.DefaultBackend is not null)
            return "It has a default backend, and a canary for that would take requests of other hosts.";
        if (!ServicesOf(ingress.Ingress).Any())
            return "None of its paths has a Service.";
        return isReady(outcome) ? null : "It isn't migrated and verified.";
    }

    private static IEnumerable<string> ServicesOf(V1Ingress ingress) =>
        (ingress.Spec?.Rules ?? [])
            .SelectMany(rule => rule.Http?.Paths ?? [])
            .Select(path => path.Backend)
            .Append(ingress.Spec?.DefaultBackend)
            .Select(backend => backend?.Service)
            .OfType<V1IngressServiceBackend>()
            // The port as it is written: so nginx names the upstream.
            .Select(service => $"{service.Name}:{service.Port?.Number}{service.Port?.Name}")
            .Distinct();

    private static string KeyOf(SealosIngress ingress) => $"{ingress.Namespace}/{ingress.Name}";
}
