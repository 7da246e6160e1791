using System.Net.Http.Headers;
using System.Text;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>Gives the Authorization header of each request. The place for exec plugins.</summary>
internal interface ICredentialSource
{
    /// <summary>The header for the next request; null for none.</summary>
    ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server rejected <paramref name="rejected"/> with 401: is there another one worth a second try?</summary>
    ValueTask<bool> RefreshAsync(AuthenticationHeaderValue? rejected, CancellationToken cancellationToken);
}

/// <summary>A header that never changes, or none.</summary>
internal sealed class FixedCredential(AuthenticationHeaderValue? header) : ICredentialSource
{
    public ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken) => new(header);

    public ValueTask<bool> RefreshAsync(AuthenticationHeaderValue? rejected, CancellationToken cancellationToken) =>
        new(false);
}

/// <summary>A bearer token in a file that something else renews, such as a projected service account token.</summary>
internal sealed class TokenFileCredential(string path, KubeconfigPlace place, TimeProvider time) : ICredentialSource
{
    /// <summary>As client-go: a token is read again after a minute.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private AuthenticationHeaderValue? header;
    private DateTimeOffset readAt;

    public ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (header is null || time.GetUtcNow() - readAt >= Lifetime)
                Read();
            return new(header);
        }
    }

    public ValueTask<bool> RefreshAsync(AuthenticationHeaderValue? rejected, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Read();
            return new(!Equals(header, rejected));
        }
    }

    private void Read()
    {
        var token = KubeconfigPem.ReadFile(path, place).Trim();
        header = CredentialSource.Bearer(token, place);
        readAt = time.GetUtcNow();
    }
}

/// <summary>Chooses the credential source of a user entry.</summary>
internal static class CredentialSource
{
    /// <exception cref="KubeconfigException">The entry's credentials can't be used.</exception>
    public static ICredentialSource Create(KubeconfigUser? user)
    {
        if (user is null)
            return new FixedCredential(null);
        RefusePlugins(user);

        var hasToken = !string.IsNullOrEmpty(user.Token) || user.TokenFile is not null;
        if (hasToken && !string.IsNullOrEmpty(user.Username))
            throw KubeconfigPem.Invalid(
                user.Place(),
                "has both a token and a username; keep one of them, the server can check only one."
            );
        if (user.TokenFile is not null)
            return new TokenFileCredential(user.TokenFile, user.Place("tokenFile"), TimeProvider.System);
        if (!string.IsNullOrEmpty(user.Token))
            return new FixedCredential(Bearer(user.Token, user.Place("token")));
        return new FixedCredential(string.IsNullOrEmpty(user.Username) ? null : Basic(user));
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

    private static void RefusePlugins(KubeconfigUser user)
    {
        const string Advice =
            "Use a user with a token or a client certificate instead, for example a service account's: "
            + "kubectl create token NAME --namespace NAMESPACE, then kubectl config set-credentials NAME --token=TOKEN.";
        if (user.ExecCommand is not null)
            throw new KubeconfigException(
                KubeconfigFailure.ExecUnsupported,
                $"gets its credentials from the plugin \"{user.ExecCommand}\"; exec plugins aren't supported yet. {Advice}",
                user.Place("exec")
            );
        if (user.AuthProvider is not null)
            throw new KubeconfigException(
                KubeconfigFailure.AuthProviderUnsupported,
                $"uses the auth-provider \"{user.AuthProvider}\", which Kubernetes removed in 1.26. {Advice}",
                user.Place("auth-provider")
            );
    }
}
