using System.Globalization;
using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Tests.Api;

namespace SealosIstio.Tests.Kubeconfig;

/// <summary>Credential plugins: when they run, what they get, and what is said when they don't do their part.</summary>
public sealed class ExecPluginTests : IDisposable
{
    private const string Secret = "s3cr3t-plug1n";
    private const string Version = "client.authentication.k8s.io/v1";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plugin_runs_once_for_many_requests()
    {
        WritePlugin($$"""{"token":"{{Secret}}"}""");
        await using var server = await StartAsync(seen => seen == $"Bearer {Secret}");
        await using var cluster = await ConnectAsync(server);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cluster.GetAsync(TestTypes.Service, "ns", "web")));

        Assert.Equal(1, Runs);
    }

    [Fact]
    public async Task A_credential_is_renewed_when_it_has_expired()
    {
        WritePlugin($$"""{"token":"{{Secret}}","expirationTimestamp":"2020-01-01T00:00:00Z"}""");
        await using var server = await StartAsync(_ => true);
        await using var cluster = await ConnectAsync(server);

        await cluster.GetAsync(TestTypes.Service, "ns", "web");

        Assert.Equal(2, Runs);
    }

    [Fact]
    public async Task A_credential_is_kept_until_it_expires()
    {
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);
        WritePlugin($$"""{"token":"{{Secret}}","expirationTimestamp":"{{expiry}}"}""");
        await using var server = await StartAsync(_ => true);
        await using var cluster = await ConnectAsync(server);

        await cluster.GetAsync(TestTypes.Service, "ns", "web");

        Assert.Equal(1, Runs);
    }

    [Fact]
    public async Task A_rejected_credential_is_renewed_once_and_the_request_sent_again()
    {
        // The plugin gives another token at each run: 1, 2, 3 …
        WritePlugin("""{"token":"'$(wc -c < runs | tr -d " ")'"}""");
        await using var server = await StartAsync(seen => seen == "Bearer 2");
        await using var cluster = await ConnectAsync(server);
        Assert.Equal(1, Runs);

        await cluster.GetAsync(TestTypes.Service, "ns", "web");

        Assert.Equal(2, Runs);
    }

    [Fact]
    public async Task A_plugin_gets_its_arguments_its_environment_and_what_it_is_asked_for()
    {
        WritePlugin(
            $$"""{"token":"{{Secret}}"}""",
            "echo \"$1 $2 $GREETING\" > arguments; echo \"$KUBERNETES_EXEC_INFO\" > info"
        );
        await using var server = await StartAsync(_ => true);
        await using var cluster = await ConnectAsync(
            server,
            "args: [eks, 'get token'], env: [{name: GREETING, value: hello}], provideClusterInfo: true",
            "tls-server-name: api.example, extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: me, level: 1}}]"
        );

        Assert.Equal("eks get token hello\n", Read("arguments"));
        Assert.Equal(
            $$$$$"""{"apiVersion":"{{{{{Version}}}}}","kind":"ExecCredential","spec":{"interactive":false,"cluster":{"server":"{{{{{server.Uri}}}}}","tls-server-name":"api.example","config":{"audience":"me","level":1}}}}"""
                + "\n",
            Read("info")
        );
    }

    [Fact]
    public async Task Without_provideClusterInfo_a_plugin_learns_nothing_of_the_cluster()
    {
        WritePlugin($$"""{"token":"{{Secret}}"}""", "echo \"$KUBERNETES_EXEC_INFO\" > info");
        await using var server = await StartAsync(_ => true);
        await using var cluster = await ConnectAsync(server);

        Assert.Equal(
            $$$"""{"apiVersion":"{{{Version}}}","kind":"ExecCredential","spec":{"interactive":false}}""" + "\n",
            Read("info")
        );
    }

    [Fact]
    public async Task A_plugin_that_isnt_there_is_named_with_the_hint_how_to_install_it()
    {
        await using var server = await StartAsync(_ => true);

        var error = await FailAsync(
            server,
            "installHint: \"Get it at\\nhttps://example.com\\e[31m\"",
            "no-such-plugin"
        );

        Assert.StartsWith(
            $"{folder.Path}/config:4: user \"u\": exec: the plugin \"no-such-plugin\" can't be started (",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith("). Get it at https://example.com[31m", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'please log in' >&2; exit 3", "ended with exit code 3: please log in.")]
    [InlineData("exit 1", "ended with exit code 1.")]
    [InlineData($"echo {Secret}", "printed something that isn't JSON; it must print one ExecCredential.")]
    [InlineData("echo '{}'", "printed JSON that isn't of kind ExecCredential.")]
    [InlineData(
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}'",
        "answered in another version than client.authentication.k8s.io/v1; set apiVersion to the one that it speaks."
    )]
    [InlineData(
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'",
        "printed an ExecCredential without a status."
    )]
    [InlineData(
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'",
        "gave neither a token nor a client certificate."
    )]
    [InlineData(
        $"echo '{{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{{\"clientKeyData\":\"{Secret}\"}}}}'",
        "gave a client certificate without its key, or a key without its certificate."
    )]
    [InlineData(
        $"echo '{{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{{\"token\":\"{Secret}\",\"expirationTimestamp\":\"soon\"}}}}'",
        "gave an expirationTimestamp that isn't a time as in RFC 3339."
    )]
    public async Task A_plugin_that_fails_is_quoted_and_a_secret_isnt(string script, string problem)
    {
        WriteScript(script);
        await using var server = await StartAsync(_ => true);

        var error = await FailAsync(server);

        Assert.Equal(KubeconfigFailure.ExecFailed, error.Failure);
        Assert.EndsWith($"the plugin \"./plugin.sh\" {problem}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_doesnt_end_is_ended()
    {
        WriteScript("exec sleep 600");
        await using var server = await StartAsync(_ => true);

        var error = await FailAsync(server, options: new() { ExecTimeout = TimeSpan.FromSeconds(1) });

        Assert.EndsWith("didn't end within 1 s.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_of_a_plugin_is_presented()
    {
        using var authority = TestCertificateAuthority.Create();
        var (certificate, key) = authority.IssueEcClient("plugin-user");
        string? subject = null;
        using (key)
        {
            WriteScript(
                $"cat <<'END'\n{new System.Text.Json.Nodes.JsonObject
                {
                    ["apiVersion"] = Version,
                    ["kind"] = "ExecCredential",
                    ["status"] = new System.Text.Json.Nodes.JsonObject
                    {
                        ["clientCertificateData"] = certificate,
                        ["clientKeyData"] = key.ExportPkcs8PrivateKeyPem(),
                    },
                }.ToJsonString()}\nEND"
            );
            await using var server = await TestApiServer.StartAsync(
                context =>
                {
                    subject = context.Connection.ClientCertificate?.Subject;
                    return context.JsonAsync("""{"kind":"Service","metadata":{"name":"web"}}""");
                },
                authority.IssueServer(),
                requireClientCertificate: true
            );
            await using var cluster = await ConnectAsync(
                server,
                cluster: $"certificate-authority-data: {TestCertificateAuthority.Base64(authority.Pem)}"
            );

            await cluster.GetAsync(TestTypes.Service, "ns", "web");
        }

        Assert.Equal("CN=plugin-user", subject);
    }

    private int Runs => (int)new FileInfo(Path.Combine(folder.Path, "runs")).Length;

    private string Read(string file) => File.ReadAllText(Path.Combine(folder.Path, file));

    /// <summary>A plugin that notes each run, does something, and prints a status.</summary>
    private void WritePlugin(string status, string first = ":") =>
        WriteScript(
            $$"""
            cd "$(dirname "$0")"; printf x >> runs; {{first}}
            echo '{"apiVersion":"{{Version}}","kind":"ExecCredential","status":{{status}}}'
            """
        );

    private void WriteScript(string script) => folder.WriteProgram("plugin.sh", $"#!/bin/sh\n{script}\n");

    private Task<ApiCluster> ConnectAsync(
        TestApiServer server,
        string exec = "",
        string cluster = "",
        string command = "./plugin.sh",
        ApiClusterOptions? options = null
    )
    {
        var file = folder.Write(
            "config",
            $"clusters: [{{name: c, cluster: {{server: '{server.Uri}', {cluster}}}}}]\n"
                + "contexts: [{name: a, context: {cluster: c, user: u}}]\nusers:\n"
                + $"- {{name: u, user: {{exec: {{apiVersion: {Version}, interactiveMode: Never, command: {command}, {exec}}}}}}}\n"
        );
        return ApiCluster.ConnectAsync(file, "a", options);
    }

    private Task<KubeconfigException> FailAsync(
        TestApiServer server,
        string exec = "",
        string command = "./plugin.sh",
        ApiClusterOptions? options = null
    ) =>
        Assert.ThrowsAsync<KubeconfigException>(async () =>
        {
            await using var cluster = await ConnectAsync(server, exec, command: command, options: options);
        });

    private static Task<TestApiServer> StartAsync(Func<string, bool> accepts) =>
        TestApiServer.StartAsync(context =>
            accepts(context.Request.Headers.Authorization.ToString())
                ? context.JsonAsync("""{"kind":"Service","metadata":{"name":"web"}}""")
                : context.StatusAsync(401, "Unauthorized", "Unauthorized")
        );
}
