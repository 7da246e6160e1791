using System.Net.Http.Headers;
using System.Text;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>Gives the credential of each request.</summary>
internal interface ICredentialSource : IDisposable
{
    /// <summary>The credential for the next request.</summary>
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server rejected <paramref name="rejected"/> with 401: is there another one worth a second try?</summary>
    ValueTask<bool> RefreshAsync(Credential rejected, CancellationToken cancellationToken);
}

/// <summary>A credential that never changes, or none.</summary>
internal sealed class FixedCredential(Credential credential) : ICredentialSource
{
    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => new(credential);

    public ValueTask<bool> RefreshAsync(Credential rejected, CancellationToken cancellationToken) => new(false);

    public void Dispose() => credential.Certificate?.Dispose();
}

/// <summary>A bearer token in a file that something else renews, such as a projected service account token.</summary>
internal sealed class TokenFileCredential(
    string path,
    KubeconfigPlace place,
    ClientCertificate? certificate,
    TimeProvider time
) : ICredentialSource
{
    /// <summary>As client-go: a token is read again after a minute.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private AuthenticationHeaderValue? header;
    private DateTimeOffset readAt;

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (header is null || time.GetUtcNow() - readAt >= Lifetime)
                Read();
            return new(new Credential(header, certificate));
        }
    }

    public ValueTask<bool> RefreshAsync(Credential rejected, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Read();
            return new(!Equals(header, rejected.Authorization));
        }
    }

    public void Dispose() => certificate?.Dispose();

    private void Read()
    {
        try
        {
            header = CredentialSource.Bearer(KubeconfigPem.ReadFile(path, place).Trim(), place);
            readAt = time.GetUtcNow();
        }
        catch (KubeconfigException) when (header is not null)
        {
            // Caught in the middle of being renewed: as client-go, go on with the last one, and look again at the next request.
        }
    }
}

/// <summary>Chooses the credential source of a user entry.</summary>
internal static class CredentialSource
{
    /// <exception cref="KubeconfigException">The entry's credentials can't be used.</exception>
    public static ICredentialSource Create(KubeconfigContext context, TimeSpan execTimeout, TimeProvider time)
    {
        if (context.User is not { } user)
            return new FixedCredential(default);
        LegacyAuthProvider.Refuse(user);
        CheckImpersonation(user);

        var hasToken = !string.IsNullOrEmpty(user.Token) || user.TokenFile is not null;
        if (hasToken && !string.IsNullOrEmpty(user.Username))
            throw KubeconfigPem.Invalid(
                user.Place(),
                "has both a token and a username; keep one of them, the server can check only one."
            );
        var fixedHeader =
            !string.IsNullOrEmpty(user.Token) ? Bearer(user.Token, user.Place("token"))
            : !string.IsNullOrEmpty(user.Username) ? Basic(user)
            : null;
        var certificate = ClientCertificate.Load(user);
        try
        {
            if (user.Exec is not null)
            {
                var plugin = new ExecPlugin(user.Exec, context.Cluster, execTimeout);
                // What the kubeconfig itself holds needs no plugin, and kubectl asks none then.
                if (fixedHeader is null && user.TokenFile is null && certificate is null)
                    return new ExecCredential(plugin, time);
            }
            return user.TokenFile is not null
                ? new TokenFileCredential(user.TokenFile, user.Place("tokenFile"), certificate, time)
                : new FixedCredential(new Credential(fixedHeader, certificate));
        }
        catch
        {
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>A token goes into a header, so it must be one visible word; the value stays out of the message.</summary>
    public static AuthenticationHeaderValue Bearer(string token, KubeconfigPlace place)
    {
        if (token.Length == 0)
            throw KubeconfigPem.Invalid(place, "holds no token.");
        if (token.Any(c => c is <= ' ' or > '~'))
            throw KubeconfigPem.Invalid(
                place,
                "holds no token: there are spaces, line breaks or non-ASCII characters."
            );
        return new AuthenticationHeaderValue("Bearer", token);
    }

    private static AuthenticationHeaderValue Basic(KubeconfigUser user) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Username}:{user.Password}")));

    /// <summary>As kubectl: without <c>as</c> the server would refuse every request with an error that names no file.</summary>
    private static void CheckImpersonation(KubeconfigUser user)
    {
        if (!string.IsNullOrEmpty(user.Impersonate))
            return;
        var field =
            !string.IsNullOrEmpty(user.ImpersonateUid) ? "as-uid"
            : user.ImpersonateGroups.Count > 0 ? "as-groups"
            : user.ImpersonateExtra.Count > 0 ? "as-user-extra"
            : null;
        if (field is not null)
            throw KubeconfigPem.Invalid(user.Place(field), "needs a user to act as: set as.");
    }
}
