using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Notifications;

/// <summary>The address of a webhook. No message about it repeats any of it but the host's name.</summary>
public static class WebhookAddress
{
    /// <summary>Reads one.</summary>
    /// <param name="text">The address.</param>
    /// <param name="parameter">How messages name where it comes from.</param>
    /// <param name="allowHttp">Whether plain HTTP will do; to this machine it always does.</param>
    /// <exception cref="ResourceException">It is no address, or one that would send in the clear.</exception>
    public static Uri Parse(string text, string parameter, bool allowHttp)
    {
        if (
            !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.Host.Length == 0
        )
            throw Invalid(
                $"{parameter} isn't an absolute https address. It isn't repeated here, since it may be a secret.",
                "Copy it anew."
            );
        if (address.UserInfo.Length > 0)
            throw Invalid(
                $"{parameter} has a user name before its host {address.Host}, which a webhook can't use.",
                "Leave out what stands before the @."
            );
        if (address.Scheme == Uri.UriSchemeHttp && !allowHttp && !address.IsLoopback)
            throw Invalid(
                $"{parameter} leads to {address.Host} over plain HTTP, where everybody on the way reads it.",
                "Use https, or say -AllowHttp."
            );
        return address;
    }

    private static ResourceException Invalid(string message, string advice) =>
        new(ResourceProblem.Invalid, null, message, advice);
}
