namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>What the controller's Lua code does at the end of the rewrite phase: forwarded headers, the redirect to https.</summary>
internal static class LuaRewrite
{
    public static Answer? Run(Transaction transaction)
    {
        if (transaction.Scope.One("rewrite_by_lua_file") is null || transaction.IsUriChanged)
            return null;
        var settings = transaction.Configuration.Settings;
        transaction.Set("pass_access_scheme", transaction.Scheme);
        transaction.Set("best_http_host", transaction.HttpHost ?? transaction.Host);
        if (settings.UseForwardedHeaders)
        {
            if (transaction.Header("X-Forwarded-Proto") is { } scheme)
                transaction.Set("pass_access_scheme", scheme);
            if (transaction.Header("X-Forwarded-Port") is { } port)
                transaction.Set("pass_server_port", port);
            if (transaction.Header("X-Forwarded-Host") is { } host)
                transaction.Set("best_http_host", host.Split(',')[0]);
        }
        var passPort = transaction.Variable("pass_server_port") ?? "";
        transaction.Set(
            "pass_port",
            passPort == transaction.Configuration.Generated.Flags.HttpsPort ? "443" : passPort
        );

        if (RedirectsToHttps(transaction))
            return RedirectToHttps(transaction);
        return Balancer.Find(transaction) is { HasEndpoints: true }
            ? null
            : new Answer(503) { Reason = "the Service has no endpoints, no such port, or does not exist" };
    }

    private static bool RedirectsToHttps(Transaction transaction)
    {
        if (IsTrue(transaction, "force_no_ssl_redirect") || transaction.Variable("pass_access_scheme") != "http")
            return false;
        return IsTrue(transaction, "force_ssl_redirect")
            || (
                IsTrue(transaction, "ssl_redirect")
                && transaction.Configuration.Certificates.IsConfigured(transaction.Host)
            );
    }

    private static Answer RedirectToHttps(Transaction transaction)
    {
        var uri = transaction.UnparsedUri;
        if (!IsTrue(transaction, "preserve_trailing_slash") && uri.EndsWith('/'))
            uri = uri[..^1];
        var host = (transaction.Variable("best_http_host") ?? "").Split(':')[0];
        var port = IsTrue(transaction, "use_port_in_redirects")
            ? ":" + transaction.Configuration.Generated.Flags.HttpsPort
            : "";
        return new Answer(transaction.Configuration.Settings.RedirectCode)
        {
            Location = $"https://{host}{port}{uri}",
            Reason = "ssl-redirect",
        };
    }

    private static bool IsTrue(Transaction transaction, string variable) => transaction.Variable(variable) == "true";
}
