using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.ObjectStorage;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>Whether nginx answers for hosts: one GET each over plain HTTP, several at once, within a time for all of them.</summary>
/// <param name="probe">How to ask; bounds one answer.</param>
/// <param name="nginx">The root of nginx' address.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class HostProbe(IHealthProbe probe, Uri nginx, TimeProvider? time = null)
{
    private const string Suite = "Rollback";
    private const string Name = "HostAnswers";
    private const int ConcurrentRequests = 16;

    /// <summary>The address that a text means.</summary>
    /// <param name="address">host, host:port or http://host:port.</param>
    /// <exception cref="ResourceException">It is none.</exception>
    public static Uri Parse(string address)
    {
        var text = address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}";
        return
            Uri.TryCreate(text, UriKind.Absolute, out var root)
            && root.Scheme == Uri.UriSchemeHttp
            && root is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? root
            : throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"'{address}' is no address of nginx: host, host:port or http://host:port is wanted, where it takes plain HTTP.",
                "Name the address of its Service, or of a node with its node port."
            );
    }

    /// <summary>Asks for each host of some Ingresses; wildcards and rules without a host are left out.</summary>
    /// <param name="ingresses">The Ingresses.</param>
    /// <param name="timeout">How long for all of them; what isn't asked by then is said in one result.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        IReadOnlyList<V1Ingress> ingresses,
        TimeSpan timeout,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var hosts = HostsOf(ingresses);
        if (hosts.Count == 0)
        {
            yield return new SealosCheckResult(
                Suite,
                Name,
                nginx.Authority,
                CheckStatus.Skip,
                "hosts to ask for",
                "none",
                "No restored Ingress names a host."
            );
            yield break;
        }
        using var deadline = new CancellationTokenSource(timeout, time ?? TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var channel = Channel.CreateUnbounded<SealosCheckResult>();
        var asking = AskAllAsync(hosts, channel.Writer, stop.Token);
        var asked = 0;
        await foreach (var result in channel.Reader.ReadAllAsync(cancellationToken))
        {
            asked++;
            yield return result;
        }
        await asking;
        cancellationToken.ThrowIfCancellationRequested();
        if (asked < hosts.Count)
            yield return new SealosCheckResult(
                Suite,
                Name,
                nginx.Authority,
                CheckStatus.Skip,
                $"{hosts.Count} hosts asked",
                $"{asked} asked",
                "The time was over; a longer -TimeoutSeconds asks for all of them."
            );
    }

    private async Task AskAllAsync(
        IReadOnlyList<(string Host, string Path)> hosts,
        ChannelWriter<SealosCheckResult> results,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await Parallel.ForEachAsync(
                hosts,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = ConcurrentRequests,
                    CancellationToken = cancellationToken,
                },
                async (entry, token) => results.TryWrite(await AskAsync(entry.Host, entry.Path, token))
            );
        }
        catch (OperationCanceledException)
        {
            // The reader knows why.
        }
        finally
        {
            results.Complete();
        }
    }

    private async Task<SealosCheckResult> AskAsync(string host, string path, CancellationToken cancellationToken)
    {
        var answer = await probe.GetAsync(new Uri(nginx, path), host, cancellationToken);
        var (status, detail) = answer.Status switch
        {
            null => (CheckStatus.Fail, answer.Failure),
            404 => (CheckStatus.Warn, "The application says so, or nginx of a host that it doesn't know."),
            (int)HttpStatusCode.BadGateway
            or (int)HttpStatusCode.ServiceUnavailable
            or (int)HttpStatusCode.GatewayTimeout => (
                CheckStatus.Warn,
                "nginx serves the host, and nobody behind it answers."
            ),
            _ => (CheckStatus.Pass, answer.Location is { } location ? $"to {location}" : null),
        };
        return new SealosCheckResult(
            Suite,
            Name,
            host,
            status,
            $"an answer of {nginx.Authority}",
            answer.Status is { } code ? $"{code} for {path}" : "none",
            detail
        );
    }

    // One path of each host: that of the first rule that has one which is no pattern.
    private static List<(string Host, string Path)> HostsOf(IEnumerable<V1Ingress> ingresses) =>
        [
            .. ingresses
                .SelectMany(ingress => ingress.Spec?.Rules ?? [])
                .Where(rule => !string.IsNullOrEmpty(rule.Host) && !rule.Host.StartsWith('*'))
                .GroupBy(rule => rule.Host!, StringComparer.OrdinalIgnoreCase)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Select(PathOf).OfType<string>().FirstOrDefault() ?? "/")),
        ];

    private static string? PathOf(V1IngressRule rule) =>
        (rule.Http?.Paths ?? [])
            .Where(path => path.PathType is "Prefix" or "Exact" && path.Path is { Length: > 0 })
            .Select(path => path.Path!)
            .FirstOrDefault(path => path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal));
}
