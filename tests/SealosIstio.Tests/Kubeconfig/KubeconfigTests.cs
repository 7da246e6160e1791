using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using KubeconfigReader = SealosIstio.Kubernetes.Cluster.Kubeconfig.Kubeconfig;

namespace SealosIstio.Tests.Kubeconfig;

public sealed class KubeconfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_field_of_a_context_is_read()
    {
        var file = folder.Write(
            "config",
            """
            apiVersion: v1
            kind: Config
            preferences: {colors: true}
            current-context: main
            clusters:
            - name: c
              cluster:
                server: https://10.0.0.1:6443
                certificate-authority: pki/ca.crt
                tls-server-name: kubernetes
                proxy-url: socks5://proxy:1080
                extensions: [{name: x, extension: {}}]
            users:
            - name: u
              user:
                client-certificate: /abs/client.crt
                client-key: ../client.key
                tokenFile: token
                as: jane
                as-uid: "42"
                as-groups: [dev, ops]
                as-user-extra: {scopes: [a, b]}
            contexts:
            - name: main
              context: {cluster: c, user: u, namespace: ns-1}
            - name: anonymous
              context: {cluster: c}
            """
        );

        var kubeconfig = KubeconfigReader.Load(file);
        var context = kubeconfig.GetContext();

        Assert.Equal(["main", "anonymous"], kubeconfig.ContextNames);
        Assert.Equal(("main", "ns-1"), (context.Name, context.Namespace));
        Assert.Equal("https://10.0.0.1:6443", context.Cluster.Server);
        Assert.Equal(Path.Combine(folder.Path, "pki", "ca.crt"), context.Cluster.CertificateAuthority);
        Assert.Equal("kubernetes", context.Cluster.TlsServerName);
        Assert.Equal("socks5://proxy:1080", context.Cluster.ProxyUrl);
        Assert.False(context.Cluster.InsecureSkipTlsVerify);
        var user = context.User!;
        Assert.Equal("/abs/client.crt", user.ClientCertificate);
        Assert.Equal(Path.GetFullPath(Path.Combine(folder.Path, "..", "client.key")), user.ClientKey);
        Assert.Equal(Path.Combine(folder.Path, "token"), user.TokenFile);
        Assert.Equal(("jane", "42"), (user.Impersonate, user.ImpersonateUid));
        Assert.Equal(["dev", "ops"], user.ImpersonateGroups);
        Assert.Equal(["a", "b"], user.ImpersonateExtra["scopes"]);

        var anonymous = kubeconfig.GetContext("anonymous");
        Assert.Equal("default", anonymous.Namespace);
        Assert.Null(anonymous.User);
    }

    [Fact]
    public void Json_is_read_too()
    {
        var file = folder.Write(
            "config",
            """{"kind":"Config","current-context":"m","contexts":[{"name":"m","context":{"cluster":"c"}}],"clusters":[{"name":"c","cluster":{"server":"https://a","insecure-skip-tls-verify":true}}],"users":null}"""
        );

        Assert.True(KubeconfigReader.Load(file).GetContext().Cluster.InsecureSkipTlsVerify);
    }

    [Fact]
    public void Of_several_files_the_first_to_define_an_entry_wins_and_missing_files_are_skipped()
    {
        var first = folder.Write(
            "one/config",
            """
            clusters:
            - {name: c, cluster: {server: https://first, certificate-authority: ca.crt}}
            contexts:
            - {name: a, context: {cluster: c, user: u}}
            """
        );
        var second = folder.Write(
            "two/config",
            """
            current-context: b
            clusters:
            - {name: c, cluster: {server: https://second, tls-server-name: second}}
            users:
            - {name: u, user: {tokenFile: token}}
            contexts:
            - {name: b, context: {cluster: c, user: u, namespace: two}}
            """
        );
        var missing = Path.Combine(folder.Path, "missing");

        var kubeconfig = Load($"{missing}:{first}::{second}".Replace(':', Path.PathSeparator));
        var a = kubeconfig.GetContext("a");
        var b = kubeconfig.GetContext();

        Assert.Equal([first, second], kubeconfig.Files);
        Assert.Equal(("b", "two"), (b.Name, b.Namespace));
        Assert.Equal("https://first", b.Cluster.Server);
        Assert.Null(b.Cluster.TlsServerName);
        Assert.Equal(Path.Combine(folder.Path, "one", "ca.crt"), b.Cluster.CertificateAuthority);
        Assert.Equal(Path.Combine(folder.Path, "two", "token"), a.User!.TokenFile);
    }

    [Fact]
    public void Without_the_variable_the_file_in_the_home_folder_is_read()
    {
        folder.Write(".kube/config", "current-context: home");

        Assert.Equal("home", Load(null).CurrentContext);
        Assert.Equal("home", Load("").CurrentContext);
    }

    [Fact]
    public void An_explicit_path_is_read_alone()
    {
        var named = folder.Write("named", "current-context: named");
        var listed = folder.Write("listed", "contexts: [{name: x, context: {}}]");

        var kubeconfig = KubeconfigReader.Load(named, new KubeconfigLocations(listed, folder.Path));

        Assert.Equal("named", kubeconfig.CurrentContext);
        Assert.Empty(kubeconfig.ContextNames);
    }

    [Fact]
    public void Reading_doesnt_change_the_file()
    {
        const string Text = "current-context:   x # comment\n\n";
        var file = folder.Write("config", Text);
        var written = File.GetLastWriteTimeUtc(file);

        KubeconfigReader.Load(file);

        Assert.Equal(Text, File.ReadAllText(file));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public void Nothing_found_says_where_it_was_looked_for()
    {
        var home = Assert.Throws<KubeconfigException>(() => Load(null));
        var variable = Assert.Throws<KubeconfigException>(() => Load(Path.Combine(folder.Path, "gone")));
        var named = Assert.Throws<KubeconfigException>(() => KubeconfigReader.Load(Path.Combine(folder.Path, "gone")));

        Assert.All([home, variable, named], error => Assert.Equal(KubeconfigFailure.NotFound, error.Failure));
        Assert.Equal(
            $"no kubeconfig found: {folder.Path}/.kube/config doesn't exist and KUBECONFIG isn't set. "
                + "Name a file, or set KUBECONFIG.",
            home.Message
        );
        Assert.Equal(
            $"no kubeconfig found: KUBECONFIG names no existing file ({folder.Path}/gone). "
                + "Name a file, or set KUBECONFIG.",
            variable.Message
        );
        Assert.Equal($"{folder.Path}/gone: there is no such kubeconfig.", named.Message);
    }

    [Fact]
    public void A_pods_service_account_stands_in_for_a_missing_kubeconfig()
    {
        folder.Write("sa/token", "t");
        folder.Write("sa/ca.crt", "c");
        folder.Write("sa/namespace", "ns-pod\n");
        var nowhere = new KubeconfigLocations(null, folder.Path);
        var mount = Path.Combine(folder.Path, "sa");

        var context = KubeconfigContext.Find(null, null, nowhere, new InClusterContext("fd00::1", "6443", null, mount));
        var other = KubeconfigContext.Find(
            null,
            null,
            nowhere,
            new InClusterContext("10.0.0.1", null, "ns-env", mount)
        );

        Assert.Equal(("in-cluster", "ns-pod"), (context.Name, context.Namespace));
        Assert.Equal("https://[fd00::1]:6443", context.Cluster.Server);
        Assert.Equal(Path.Combine(mount, "ca.crt"), context.Cluster.CertificateAuthority);
        Assert.Equal(Path.Combine(mount, "token"), context.User!.TokenFile);
        Assert.Equal(("https://10.0.0.1:443", "ns-env"), (other.Cluster.Server, other.Namespace));
    }

    [Fact]
    public void A_kubeconfig_goes_before_the_pod_and_a_named_context_needs_one()
    {
        folder.Write("sa/token", "t");
        var pod = new InClusterContext("10.0.0.1", "443", null, Path.Combine(folder.Path, "sa"));
        var file = folder.Write("config", ManyContexts);

        var context = KubeconfigContext.Find(null, null, new KubeconfigLocations(file, null), pod);
        var error = Assert.Throws<KubeconfigException>(() =>
            KubeconfigContext.Find(null, "x", new KubeconfigLocations(null, folder.Path), pod)
        );

        Assert.Equal("a", context.Name);
        Assert.Equal(KubeconfigFailure.NotFound, error.Failure);
    }

    private const string ManyContexts = """
        current-context: a
        clusters: [{name: c, cluster: {server: https://c}}]
        contexts:
        - {name: a, context: {cluster: c}}
        - {name: b, context: {cluster: c}}
        """;

    private KubeconfigReader Load(string? variable) =>
        KubeconfigReader.Load(null, new KubeconfigLocations(variable, folder.Path));
}
