using System.Net;
using SealosIstio.Migration.Routing.Nginx.Controller;
using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Address lists, passwords and authorization services, in nginx' order.</summary>
internal static class AccessPhase
{
    public static Answer? Run(Transaction transaction)
    {
        var isAny = transaction.Scope.One("satisfy") is { Arguments: ["any", ..] };
        Answer? refusal = null;
        foreach (var check in (Func<Transaction, Verdict>[])[Addresses, Password, Digest, Authorization])
        {
            var verdict = check(transaction);
            if (verdict.IsSilent)
                continue;
            if (isAny && verdict.Refusal is null)
                return null;
            if (verdict.Refusal is not { } answer)
                continue;
            if (!isAny || answer.Status is not (401 or 403))
                return answer;
            // Of several refusals the one that asks for credentials is shown.
            refusal = refusal is null || answer.Status == 401 ? answer : refusal;
        }
        return refusal;
    }

    private static Verdict Addresses(Transaction transaction)
    {
        foreach (var rule in transaction.Scope.All("access"))
            if (Covers(rule, transaction.RemoteAddress))
                return rule.Name == "allow"
                    ? Verdict.Passed
                    : new(new Answer(403) { Reason = "the client's address is refused" }, IsSilent: false);
        return Verdict.Silent;
    }

    private static bool Covers(Directive rule, IPAddress address) =>
        rule.Arguments is [var range]
        && (range == "all" || (SourceRanges.Parse(range) is { } network && network.Contains(address)));

    private static Verdict Password(Transaction transaction)
    {
        if (transaction.Scope.One("auth_basic") is not { Arguments: [var realmText] })
            return Verdict.Silent;
        var realm = transaction.Interpolate(realmText);
        if (realm == "off" || transaction.Scope.One("auth_basic_user_file") is not { Arguments: [var passwords] })
            return Verdict.Silent;
        if (PasswordFile.Accepts(passwords, transaction.Header("Authorization")))
            return Verdict.Passed;
        return new(Unauthorized($"Basic realm=\"{realm}\"", "the password is missing or wrong"), IsSilent: false);
    }

    /// <summary>A digest depends on a nonce of the server: no request that is thought up can carry a right one.</summary>
    private static Verdict Digest(Transaction transaction) =>
        transaction.Scope.One("auth_digest") is { Arguments: [var realm] }
            ? new(
                Unauthorized($"Digest realm=\"{transaction.Interpolate(realm)}\"", "digest authentication"),
                IsSilent: false
            )
            : Verdict.Silent;

    private static Verdict Authorization(Transaction transaction)
    {
        if (transaction.Scope.One("auth_request") is not { Arguments: [var path] } || path == "off")
            return Verdict.Silent;
        var reply = AuthorizationRequest.Send(transaction, path);
        return reply switch
        {
            { Failure: not UpstreamFailure.None } => Refused(500, "the authorization service does not answer"),
            { Status: 401 } => new(
                Unauthorized(
                    reply
                        .Headers.FirstOrDefault(header =>
                            header.Key.Equals("WWW-Authenticate", StringComparison.OrdinalIgnoreCase)
                        )
                        .Value,
                    "the authorization service says 401"
                ),
                IsSilent: false
            ),
            { Status: 403 } => Refused(403, "the authorization service says 403"),
            { Status: >= 200 and < 300 } => Verdict.Passed,
            _ => Refused(500, $"the authorization service says {reply.Status}, which nginx takes for an error"),
        };
    }

    private static Verdict Refused(int status, string reason) =>
        new(new Answer(status) { Reason = reason }, IsSilent: false);

    private static Answer Unauthorized(string? challenge, string reason) =>
        new(401)
        {
            Reason = reason,
            Headers = challenge is null ? [] : [new(HeaderChangeKind.Set, "WWW-Authenticate", challenge)],
        };

    /// <summary>What one check says; silent when it is not configured.</summary>
    private sealed record Verdict(Answer? Refusal, bool IsSilent)
    {
        public static readonly Verdict Silent = new(null, IsSilent: true);
        public static readonly Verdict Passed = new(null, IsSilent: false);
    }
}
