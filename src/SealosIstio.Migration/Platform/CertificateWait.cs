using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Platform;

/// <summary>Waits until cert-manager has issued a Certificate, by a watch.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class CertificateWait(IKubernetesCluster cluster)
{
    /// <summary>Waits for one Certificate.</summary>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="changed">Told each state before it is ready, if it isn't ready at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ResourceException">There is no such Certificate, or it was deleted.</exception>
    /// <exception cref="TimeoutException">It isn't ready in time; the message says what cert-manager last said of it.</exception>
    public async Task<CertificateReadiness> RunAsync(
        string namespaceName,
        string name,
        TimeSpan timeout,
        Action<CertificateReadiness>? changed = null,
        CancellationToken cancellationToken = default
    )
    {
        var identity = new ResourceIdentity(
            $"{Certificate.KubeGroup}/{Certificate.KubeApiVersion}",
            Certificate.KubeKind,
            namespaceName,
            name
        );
        var type = await new ServedTypes(cluster).RequireAsync(identity, cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        CertificateReadiness? last = null;
        try
        {
            if (await cluster.GetAsync(type, namespaceName, name, deadline.Token) is null)
                throw Missing(identity, "doesn't exist");
            var follower = new ObjectFollower(
                cluster,
                type,
                new ListOptions { Namespace = namespaceName, FieldSelector = $"metadata.name={name}" }
            );
            await foreach (var happened in follower.ReadAsync(deadline.Token))
            {
                if (happened.Type == WatchEventType.Deleted)
                    throw Missing(identity, "was deleted");
                if (happened.Object is not Certificate certificate)
                    continue;
                last = CertificateReadiness.Of(certificate);
                if (last.IsReady)
                    return last;
                changed?.Invoke(last);
            }
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{identity} isn't ready after {timeout.TotalSeconds:0.#} s: "
                    + (last?.Message ?? "cert-manager has said nothing about it; does it run?"),
                late
            );
        }
        throw new InvalidOperationException("A follower ends by its token only.");
    }

    private static ResourceException Missing(ResourceIdentity identity, string what) =>
        new(
            ResourceProblem.NotFound,
            identity,
            $"{identity} {what}.",
            "New-IstioCertificate makes one, and Set-IstioResource applies it."
        );
}
