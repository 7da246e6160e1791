using System.Net;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Selectors;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Assessment;

namespace SealosIstio.Migration.Tenancy;

/// <summary>
/// Whether the objects of a cluster keep its tenants apart: told from what they say, without a single packet. Make it once per run
/// with <see cref="LoadAsync"/>.
/// </summary>
public sealed class TenantIsolationCheck
{
    private const string Suite = "TenantIsolation";
    private readonly IReadOnlyList<V1Namespace> tenants;
    private readonly ILookup<string, KubernetesObject> objects;
    private readonly HostOwnership ownership;
    private readonly PodNetwork pods;

    private TenantIsolationCheck(
        IReadOnlyList<V1Namespace> tenants,
        IReadOnlyList<KubernetesObject> objects,
        PodNetwork pods
    )
    {
        this.tenants = tenants;
        this.objects = objects.ToLookup(item => item.Metadata.NamespaceProperty ?? "", StringComparer.Ordinal);
        this.pods = pods;
        ownership = new HostOwnership(objects.Where(item => item is VirtualService or Gateway));
    }

    /// <summary>Reads what the check looks at: namespaces, policies, bindings, routes.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="prefix">The prefix of tenants' namespaces.</param>
    /// <param name="pods">The address ranges of the Pods; null: found out from the cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<TenantIsolationCheck> LoadAsync(
        IKubernetesCluster cluster,
        string prefix,
        PodNetwork? pods = null,
        CancellationToken cancellationToken = default
    )
    {
        var spaces = new List<V1Namespace>();
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Namespace>(), null, cancellationToken))
            if (item is V1Namespace space && item.Metadata.Name!.StartsWith(prefix, StringComparison.Ordinal))
                spaces.Add(space);
        var found = new List<KubernetesObject>();
        foreach (
            var (group, kind) in new[]
            {
                (V1NetworkPolicy.KubeGroup, V1NetworkPolicy.KubeKind),
                (V1RoleBinding.KubeGroup, V1RoleBinding.KubeKind),
                (VirtualService.KubeGroup, VirtualService.KubeKind),
                (Gateway.KubeGroup, Gateway.KubeKind),
            }
        )
            if (await cluster.FindResourceTypeAsync(group, kind, null, cancellationToken) is { } type)
                await foreach (var item in cluster.ListAsync(type, null, cancellationToken))
                    found.Add(item);
        return new TenantIsolationCheck(
            spaces,
            found,
            pods ?? await PodNetwork.DiscoverAsync(cluster, cancellationToken)
        );
    }

    /// <summary>Checks one tenant.</summary>
    public IEnumerable<SealosCheckResult> Check(TenantNamespace tenant)
    {
        var name = tenant.Namespace;
        yield return Result(
            "OwnerLabel",
            name,
            tenant.Owner is not null,
            $"label {TenantMarks.Owner}",
            tenant.Owner ?? "none",
            "Sealos' admission webhooks look at namespaces with this label only; without it the tenant may claim any host."
        );
        var policies = objects[name].OfType<V1NetworkPolicy>().Where(IsForIngress).ToList();
        var closing = policies.Where(policy => IsEmpty(policy.Spec!.PodSelector)).Select(NameOf).ToList();
        yield return Result(
            "DefaultDeny",
            name,
            closing.Count > 0,
            "a NetworkPolicy that selects every Pod for Ingress",
            closing.Count > 0 ? string.Join(", ", closing) : "none",
            "Pods that no policy selects take connections from everybody: New-TenantNamespace makes such a policy."
        );
        var openings = policies.SelectMany(policy => Openings(name, policy)).ToList();
        yield return new SealosCheckResult(
            Suite,
            "OtherTenants",
            name,
            openings.Count == 0 ? CheckStatus.Pass
                : openings.TrueForAll(opening => opening.IsGuess) ? CheckStatus.Warn
                : CheckStatus.Fail,
            "no rule lets other tenants in",
            openings.Count == 0 ? "none" : string.Join("; ", openings.Select(opening => opening.Text)),
            openings.Count == 0 ? null : "Narrow the rule, or leave the addresses of Pods out of its range."
        );
        var contested = objects[name]
            .Select(ownership.Check)
            .Where(refusal => refusal is not null)
            .Select(refusal => refusal!.Message)
            .ToList();
        yield return Result(
            "HostOwnership",
            name,
            contested.Count == 0,
            "no host that another namespace routes too",
            contested.Count == 0 ? "none" : string.Join("; ", contested),
            "Istio merges both, and the older one wins: one of the two must give the host up."
        );
        var guests = objects[name].OfType<V1RoleBinding>().SelectMany(binding => Guests(name, binding)).ToList();
        yield return Result(
            "ForeignAccess",
            name,
            guests.Count == 0,
            "no RoleBinding for another tenant's service account",
            guests.Count == 0 ? "none" : string.Join("; ", guests),
            "Remove the RoleBinding unless the tenants asked for it."
        );
        var isSecure = tenant.PodSecurity is "baseline" or "restricted";
        yield return new SealosCheckResult(
            Suite,
            "PodSecurity",
            name,
            isSecure ? CheckStatus.Pass : CheckStatus.Warn,
            "baseline or restricted",
            tenant.PodSecurity ?? "none",
            isSecure ? null : "A privileged Pod, or one on the node's network, gets past every NetworkPolicy."
        );
    }

    private static SealosCheckResult Result(
        string name,
        string target,
        bool isRight,
        string expected,
        string actual,
        string advice
    ) =>
        new(
            Suite,
            name,
            target,
            isRight ? CheckStatus.Pass : CheckStatus.Fail,
            expected,
            actual,
            isRight ? null : advice
        );

    // What a policy that doesn't say is for: Ingress always, Egress if it has such rules.
    private static bool IsForIngress(V1NetworkPolicy policy) =>
        policy.Spec is { } spec && (spec.PolicyTypes is not { Count: > 0 } types || types.Contains("Ingress"));

    private IEnumerable<(string Text, bool IsGuess)> Openings(string name, V1NetworkPolicy policy)
    {
        var rules = policy.Spec!.Ingress ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            var field = $"{NameOf(policy)} spec.ingress[{i}]";
            if (rules[i].From is not { Count: > 0 } peers)
            {
                yield return ($"{field} lets everybody in", false);
                continue;
            }
            foreach (var peer in peers)
                if (peer.IpBlock is { } block)
                {
                    if (pods.Ranges.FirstOrDefault(range => IsOpenTo(block, range)) is { } range)
                        yield return ($"{field} lets Pods of {range} in by address", !pods.IsKnown);
                }
                else if (peer.NamespaceSelector is { } selector)
                {
                    var others = tenants
                        .Where(tenant => tenant.Metadata.Name != name && Matches(selector, tenant))
                        .Select(tenant => tenant.Metadata.Name!)
                        .ToList();
                    if (others.Count > 0)
                        yield return ($"{field} lets {Some(others)} in", false);
                }
        }
    }

    private static string Some(List<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    private static bool IsOpenTo(V1IPBlock block, string pods) =>
        IPNetwork.TryParse(block.Cidr, out var open)
        && IPNetwork.TryParse(pods, out var range)
        && (Covers(open, range) || Covers(range, open))
        && !(block.Except ?? []).Any(text => IPNetwork.TryParse(text, out var closed) && Covers(closed, range));

    private static bool Covers(IPNetwork outer, IPNetwork inner) =>
        outer.BaseAddress.AddressFamily == inner.BaseAddress.AddressFamily
        && outer.PrefixLength <= inner.PrefixLength
        && outer.Contains(inner.BaseAddress);

    private IEnumerable<string> Guests(string name, V1RoleBinding binding) =>
        (binding.Subjects ?? [])
            .Where(subject =>
                subject is { Kind: "ServiceAccount", NamespaceProperty: { } space }
                && space != name
                && tenants.Any(tenant => tenant.Metadata.Name == space)
            )
            .Select(subject =>
                $"{NameOf(binding)} gives {binding.RoleRef?.Name} to {subject.NamespaceProperty}/{subject.Name}"
            );

    private static bool IsEmpty(V1LabelSelector? selector) =>
        selector is null or { MatchLabels: not { Count: > 0 }, MatchExpressions: not { Count: > 0 } };

    private static bool Matches(V1LabelSelector selector, V1Namespace space)
    {
        var requirements = (selector.MatchLabels ?? new Dictionary<string, string>())
            .Select(label => $"{label.Key}={label.Value}")
            .Concat(
                (selector.MatchExpressions ?? []).Select(requirement =>
                    requirement.Operator switch
                    {
                        "Exists" => requirement.Key!,
                        "DoesNotExist" => $"!{requirement.Key}",
                        "NotIn" => $"{requirement.Key} notin ({string.Join(',', requirement.Values ?? [])})",
                        _ => $"{requirement.Key} in ({string.Join(',', requirement.Values ?? [])})",
                    }
                )
            );
        // Every namespace of a server carries its own name as a label; one from a manifest may not.
        var labels = new Dictionary<string, string>(
            space.Metadata.Labels ?? new Dictionary<string, string>(),
            StringComparer.Ordinal
        )
        {
            ["kubernetes.io/metadata.name"] = space.Metadata.Name!,
        };
        return LabelSelector.Parse(string.Join(',', requirements)).Matches(labels);
    }

    private static string NameOf(KubernetesObject item) => item.Metadata.Name ?? "";
}
