using System.Diagnostics;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Tests.Api;
using KubeconfigReader = SealosIstio.Kubernetes.Cluster.Kubeconfig.Kubeconfig;

namespace SealosIstio.Tests.Kubeconfig;

/// <summary>
/// Kubeconfigs, valid and broken, against a real API server: each is asked for the namespace default, and kubectl is asked the same with
/// the same file. Where the two are meant to differ, the case says so.
/// </summary>
public sealed class KubeconfigTableTests : IDisposable
{
    private const string Whole = "whole file";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Cluster entry, user entry, verdict: ok, or the failure.</summary>
    public static TheoryData<string, string, string> Cases =>
        new()
        {
            { "{trusted}", "{admin}", "ok" },
            { "{trusted}", "token: {token}", "ok" },
            { "{trusted}", "tokenFile: token", "ok" },
            { "{trusted}", "token: wrong, tokenFile: token", "ok" },
            { "{trusted}", "{admin}, token: {token}", "ok" },
            { "{trusted}", "client-certificate: client.crt, client-key: client.key", "ok" },
            { "{trusted}", "client-certificate-data: {cert}, client-key: client.key", "ok" },
            { "server: {server}, certificate-authority: ca.crt", "{admin}", "ok" },
            { "server: {server}/, certificate-authority-data: {ca}", "{admin}", "ok" },
            { "server: 'https://localhost:{port}', certificate-authority-data: {ca}", "{admin}", "ok" },
            { "{trusted}, tls-server-name: localhost", "{admin}", "ok" },
            { "server: {server}, insecure-skip-tls-verify: true", "{admin}", "ok" },
            { "{trusted}, unknown: field", "{admin}", "ok" },
            { "{trusted}", "exec: {{v1}, command: ./plugin.sh}", "ok" },
            {
                "{trusted}",
                "exec: {{v1}, command: ./plugin.sh, provideClusterInfo: true, args: [a], env: [{name: A, value: b}]}",
                "ok"
            },
            { "{trusted}", "token: {token}, exec: {{v1}, command: /bin/false}", "ok" },
            { "{trusted}", "{admin}, exec: {{v1}, command: /bin/false}", "ok" },
            { Whole, "{clusters}{users}{contexts}current-context: a", "ok" },
            {
                Whole,
                "apiVersion: v1\nkind: Config\npreferences: {}\n{clusters}{users}{contexts}current-context: a",
                "ok"
            },
            // Who is asked.
            { "{trusted}", "token: wrong", "401" },
            { "{trusted}", "token: wrong, exec: {{v1}, command: ./plugin.sh}", "401" },
            { "{trusted}", "{admin}, as: alice", "403" },
            { "{trusted}", "username: a, password: b", "403" },
            // Who answers.
            { "server: {server}, certificate-authority-data: {other-ca}", "{admin}", "CertificateInvalid" },
            { "server: {server}", "{admin}", "CertificateInvalid" },
            { "{trusted}, tls-server-name: other.example", "{admin}", "CertificateInvalid" },
            { "server: 'http://127.0.0.1:{port}'", "{admin}", "400" },
            { "server: 'https://127.0.0.1:1', certificate-authority-data: {ca}", "{admin}", "Unreachable" },
            { "{trusted}, proxy-url: 'http://127.0.0.1:1'", "{admin}", "Unreachable" },
            // What can't be right.
            { "server: '127.0.0.1:{port}', certificate-authority-data: {ca}", "{admin}", "Invalid" },
            { "certificate-authority-data: {ca}", "{admin}", "Invalid" },
            { "{trusted}, proxy-url: 'ftp://x'", "{admin}", "Invalid" },
            { "{trusted}, insecure-skip-tls-verify: true", "{admin}", "Invalid" },
            { "server: {server}, insecure-skip-tls-verify: 'true'", "{admin}", "Invalid" },
            { "{trusted}, certificate-authority: ca.crt", "{admin}", "CredentialInvalid" },
            { "server: {server}, certificate-authority: gone.crt", "{admin}", "CredentialInvalid" },
            { "server: {server}, certificate-authority-data: '%%%'", "{admin}", "CredentialInvalid" },
            { "server: {server}, certificate-authority-data: Z2VoZWlt", "{admin}", "CredentialInvalid" },
            { "{trusted}", "{admin}, client-certificate: client.crt", "CredentialInvalid" },
            { "{trusted}", "{admin}, client-key: client.key", "CredentialInvalid" },
            { "{trusted}", "client-certificate-data: {cert}", "CredentialInvalid" },
            { "{trusted}", "client-key-data: {key}", "CredentialInvalid" },
            { "{trusted}", "client-certificate-data: {cert}, client-key: other.key", "CredentialInvalid" },
            { "{trusted}", "client-certificate-data: {cert}, client-key: encrypted.key", "CredentialInvalid" },
            { "{trusted}", "token: {token}, username: a, password: b", "CredentialInvalid" },
            { "{trusted}", "token: 'a b'", "CredentialInvalid" },
            { "{trusted}", "token: 123", "Invalid" },
            { "{trusted}", "tokenFile: empty", "CredentialInvalid" },
            { "{trusted}", "tokenFile: gone", "CredentialInvalid" },
            { "{trusted}", "{admin}, as-groups: [x]", "CredentialInvalid" },
            { "{trusted}", "{admin}, as-uid: '1'", "CredentialInvalid" },
            { "{trusted}", "exec: {{v1}, command: no-such-plugin}", "ExecFailed" },
            { "{trusted}", "exec: {{v1}, command: /bin/false}", "ExecFailed" },
            { "{trusted}", "exec: {{v1}, command: /bin/echo, args: [hello]}", "ExecFailed" },
            {
                "{trusted}",
                "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin.sh}",
                "ExecFailed"
            },
            {
                "{trusted}",
                "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always, command: ./plugin.sh}",
                "ExecFailed"
            },
            { "{trusted}", "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh}", "Invalid" },
            {
                "{trusted}",
                "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: ./plugin.sh}",
                "Invalid"
            },
            { "{trusted}", "exec: {command: ./plugin.sh}", "Invalid" },
            { "{trusted}", "exec: {{v1}}", "Invalid" },
            { "{trusted}", "exec: {{v1}, command: ./plugin.sh, env: [{value: x}]}", "Invalid" },
            { "{trusted}", "auth-provider: {name: gcp}", "AuthProviderUnsupported" },
            { "{trusted}", "auth-provider: {name: oidc}", "AuthProviderUnsupported" },
            { "{trusted}", "auth-provider: {name: oidc}, exec: {{v1}, command: ./plugin.sh}", "CredentialInvalid" },
            // The file as a whole.
            { Whole, "{clusters}{users}{contexts}", "ContextNotFound" },
            { Whole, "{clusters}{users}{contexts}current-context: b", "ContextNotFound" },
            { Whole, "{users}{contexts}current-context: a", "ClusterNotFound" },
            { Whole, "{clusters}{contexts}current-context: a", "UserNotFound" },
            { Whole, "", "ContextNotFound" },
            { Whole, "a: [b", "Invalid" },
            { Whole, "[]", "Invalid" },
            { Whole, "kind: Pod\n{clusters}{users}{contexts}current-context: a", "Invalid" },
            { Whole, "clusters: {}\n{users}{contexts}current-context: a", "Invalid" },
            {
                Whole,
                "{clusters}{users}contexts: [{name: a, context: {cluster: c, user: u}}, {name: a, context: {cluster: d}}]\ncurrent-context: a",
                "Invalid"
            },
        };

    /// <summary>What kubectl lets pass and SealosIstio refuses, on purpose: each is a mistake that only looks harmless.</summary>
    public static TheoryData<string, string, string> Stricter =>
        new()
        {
            // Credentials in a URL end up in messages and logs.
            { "server: 'https://u:p@127.0.0.1:{port}', certificate-authority-data: {ca}", "{admin}", "Invalid" },
            { "server: 'https://127.0.0.1:{port}/?a=b', certificate-authority-data: {ca}", "{admin}", "Invalid" },
            // kubectl takes the last of two fields, and the first of two documents.
            { Whole, "{clusters}{clusters}{users}{contexts}current-context: a", "Invalid" },
            { Whole, "{clusters}{users}{contexts}current-context: a\n---\na: b\n", "Invalid" },
        };

    [ApiServerTheory]
    [MemberData(nameof(Cases))]
    public async Task Verdict_is_the_expected_one_and_kubectls(string cluster, string user, string verdict)
    {
        var file = Write(cluster, user);

        Assert.Equal(verdict, await TryAsync(file));
        Assert.Equal(verdict == "ok", await TryKubectlAsync(file));
    }

    [ApiServerTheory]
    [MemberData(nameof(Stricter))]
    public async Task Verdict_is_stricter_than_kubectls(string cluster, string user, string verdict)
    {
        var file = Write(cluster, user);

        Assert.Equal(verdict, await TryAsync(file));
        Assert.True(await TryKubectlAsync(file));
    }

    [ApiServerFact]
    public async Task Several_files_are_merged_as_kubectl_merges_them()
    {
        var parts = KubeconfigParts.Write(folder, ApiServerFactAttribute.Kubeconfig);
        var first = folder.Write(
            "one/first",
            parts.Fill("users: [{name: u, user: {tokenFile: ../token}}]\n{contexts}")
        );
        var second = folder.Write(
            "two/second",
            parts.Fill(
                "clusters: [{name: c, cluster: {server: '{server}', certificate-authority: ../ca.crt}}]\n"
                    + "users: [{name: u, user: {token: wrong}}]\ncurrent-context: a"
            )
        );
        var list = string.Join(Path.PathSeparator, first, System.IO.Path.Combine(folder.Path, "gone"), second);

        var merged = KubeconfigReader.Load(null, new KubeconfigLocations(list, folder.Path));
        await using var cluster = await ApiCluster.ConnectAsync(merged.GetContext());

        Assert.NotNull(await cluster.GetAsync(TestTypes.Namespace, null, "default"));
        Assert.True(await TryKubectlAsync(null, list));
    }

    private string Write(string cluster, string user)
    {
        var parts = KubeconfigParts.Write(folder, ApiServerFactAttribute.Kubeconfig);
        return folder.Write(
            "config",
            parts.Fill(
                cluster == Whole
                    ? user
                    : $"clusters: [{{name: c, cluster: {{{cluster}}}}}]\nusers: [{{name: u, user: {{{user}}}}}]\n"
                        + "{contexts}current-context: a\n"
            )
        );
    }

    private static async Task<string> TryAsync(string file)
    {
        try
        {
            await using var cluster = await ApiCluster.ConnectAsync(file, contextName: null);
            return await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, "default") is null ? "404" : "ok";
        }
        catch (KubeconfigException e)
        {
            return e.Failure.ToString();
        }
        catch (KubernetesConnectionException e)
        {
            return e.Failure.ToString();
        }
        catch (KubernetesApiException e)
        {
            return e.Code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static async Task<bool> TryKubectlAsync(string? file, string? list = null)
    {
        var start = new ProcessStartInfo("kubectl")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "get", "--raw", "/api/v1/namespaces/default" },
        };
        start.Environment["KUBECONFIG"] = list ?? file;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
