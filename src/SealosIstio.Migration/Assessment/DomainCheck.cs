using System.Runtime.CompilerServices;

namespace SealosIstio.Migration.Assessment;

/// <summary>Whether the cloud's wildcard names lead to the gateway.</summary>
internal sealed class DomainCheck(string suite, PrerequisiteSettings settings)
{
    private const string Name = "WildcardDns";

    // Any name below the domain does; this one belongs to nobody.
    private const string Probe = "sealos-istio-dns-check.";

    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        ClusterFacts facts,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var gateway = GatewayAddresses.Of(facts);
        foreach (var domain in settings.Platform.PublicDomains)
            yield return await CheckAsync(domain, gateway, cancellationToken);
    }

    private async Task<SealosCheckResult> CheckAsync(
        string domain,
        IReadOnlyList<string> gateway,
        CancellationToken cancellationToken
    )
    {
        if (settings.Resolve is not { } resolve)
            return Result(domain, CheckStatus.Skip, gateway, "not looked up", null);
        var found = await resolve(Probe + domain, cancellationToken);
        if (found.Count == 0)
            return Result(domain, CheckStatus.Fail, gateway, "no address", $"Make a wildcard record for *.{domain}.");
        var actual = string.Join(", ", found);
        if (gateway.Count == 0)
            return Result(domain, CheckStatus.Skip, gateway, actual, "The gateway has no address yet.");
        var targets = new HashSet<string>(gateway, StringComparer.OrdinalIgnoreCase);
        // A load balancer may have a name instead of an address.
        foreach (var name in gateway.Where(address => !System.Net.IPAddress.TryParse(address, out _)))
            targets.UnionWith(await resolve(name, cancellationToken));
        return found.Any(targets.Contains)
            ? Result(domain, CheckStatus.Pass, gateway, actual, null)
            : Result(
                domain,
                CheckStatus.Warn,
                gateway,
                actual,
                "The names lead elsewhere: to nginx, until the cutover. They must lead to the gateway afterwards."
            );
    }

    private SealosCheckResult Result(
        string domain,
        CheckStatus status,
        IReadOnlyList<string> gateway,
        string actual,
        string? detail
    ) =>
        new(
            suite,
            Name,
            "*." + domain,
            status,
            gateway.Count == 0 ? "the gateway's address" : string.Join(", ", gateway.Take(3)),
            actual,
            detail
        );
}
