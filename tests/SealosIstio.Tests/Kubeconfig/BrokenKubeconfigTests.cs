using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using KubeconfigReader = SealosIstio.Kubernetes.Cluster.Kubeconfig.Kubeconfig;

namespace SealosIstio.Tests.Kubeconfig;

/// <summary>Files that can't be read: each message names the file, the line, the entry, the field and what would be right.</summary>
public sealed class BrokenKubeconfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("just text", 1, "isn't a kubeconfig, which is a mapping with clusters, users and contexts.")]
    [InlineData("- a\n- b", 1, "isn't a kubeconfig, which is a mapping with clusters, users and contexts.")]
    [InlineData("kind: Pod", 1, "kind: is \"Pod\"; a kubeconfig has kind: Config.")]
    [InlineData("a: 1\n---\nb: 2", 3, "a second document begins here; a kubeconfig has only one.")]
    [InlineData("clusters: {}", 1, "clusters: must be a list of entries, not a mapping.")]
    [InlineData("users:\n- text", 2, "users[0]: must be a mapping with name and user, not a string.")]
    [InlineData("users:\n- user: {}", 2, "users[0]: has no name.")]
    [InlineData("users:\n- name: 5", 2, "users[0].name: must be a string, not a number; put it in quotes.")]
    [InlineData(
        "contexts:\n- name: a\n- name: a",
        3,
        "contexts[1]: is the second context named \"a\"; names are unique within a file."
    )]
    [InlineData("users:\n- name: a\n  user: [x]", 3, "users[0].user: must be a mapping, not a list.")]
    [InlineData(
        "users:\n- name: a\n  user:\n    token: 12345",
        4,
        "user \"a\": token: must be a string, not a number; put it in quotes."
    )]
    [InlineData(
        "users:\n- name: a\n  user:\n    password: yes",
        4,
        "user \"a\": password: must be a string, not a boolean; put it in quotes."
    )]
    [InlineData(
        "clusters:\n- name: a\n  cluster:\n    insecure-skip-tls-verify: \"true\"",
        4,
        "cluster \"a\": insecure-skip-tls-verify: must be true or false, not a string."
    )]
    [InlineData("users:\n- name: a\n  user:\n    exec: aws", 4, "user \"a\": exec: must be a mapping, not a string.")]
    [InlineData(
        "users:\n- name: a\n  user:\n    as-groups: [1]",
        4,
        "user \"a\": as-groups: must be a list of strings, but holds a number; put it in quotes."
    )]
    [InlineData("current-context: [a]", 1, "current-context: must be a string, not a list.")]
    public void A_malformed_file_is_an_error_with_its_place(string text, int line, string problem)
    {
        var file = folder.Write("config", text);

        var error = Assert.Throws<KubeconfigException>(() => KubeconfigReader.Load(file));

        Assert.Equal($"{file}:{line}: {problem}", error.Message);
        Assert.Equal((KubeconfigFailure.Invalid, file, line), (error.Failure, error.File, error.Line));
    }

    [Theory]
    [InlineData("a: [1", 2)]
    [InlineData("clusters:\n  - a\n - b", 3)]
    [InlineData("a: 1\n\tb: 2", 1)]
    [InlineData("a: b\na: c", 2)]
    public void What_isnt_yaml_is_an_error_with_its_line(string text, int line)
    {
        var file = folder.Write("config", text);

        var error = Assert.Throws<KubeconfigException>(() => KubeconfigReader.Load(file));

        Assert.Equal((KubeconfigFailure.Invalid, line), (error.Failure, error.Line));
        Assert.StartsWith($"{file}:{line}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_kubeconfig()
    {
        var error = Assert.Throws<KubeconfigException>(() => KubeconfigReader.Load(folder.Path));

        Assert.Equal($"{folder.Path}: is a folder; name the kubeconfig file in it.", error.Message);
    }

    [Fact]
    public void A_broken_alias_or_a_bomb_of_aliases_ends_in_an_error()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
        for (var i = 1; i < 10; i++)
            bomb += $"a{i}: &a{i} [{string.Join(",", Enumerable.Repeat($"*a{i - 1}", 10))}]\n";

        Assert.Equal(KubeconfigFailure.Invalid, FailureOf("a: *missing"));
        Assert.Equal(KubeconfigFailure.Invalid, FailureOf(bomb));
    }

    [Theory]
    [InlineData("", null, "current-context isn't set; name one of the contexts: none.")]
    [InlineData(
        "contexts: [{name: a}, {name: b}]",
        null,
        "current-context isn't set; name one of the contexts: \"a\", \"b\"."
    )]
    [InlineData("contexts: [{name: a}]", "b", "context \"b\": there is no such context; the contexts are \"a\".")]
    [InlineData(
        "current-context: gone\ncontexts: [{name: a}]",
        null,
        "context \"gone\": there is no such context, though current-context names it; the contexts are \"a\"."
    )]
    public void A_context_that_doesnt_exist_is_an_error_that_lists_those_that_do(
        string text,
        string? name,
        string problem
    )
    {
        var file = folder.Write("config", text);

        var error = Assert.Throws<KubeconfigException>(() => KubeconfigReader.Load(file).GetContext(name));

        Assert.Equal($"{file}: {problem}", error.Message);
        Assert.Equal(KubeconfigFailure.ContextNotFound, error.Failure);
    }

    [Theory]
    [InlineData("{}", 2, KubeconfigFailure.ClusterNotFound, "cluster: names no cluster; the clusters are \"c\".")]
    [InlineData(
        "{cluster: x}",
        2,
        KubeconfigFailure.ClusterNotFound,
        "cluster: there is no cluster \"x\"; the clusters are \"c\"."
    )]
    [InlineData(
        "{cluster: c, user: x}",
        2,
        KubeconfigFailure.UserNotFound,
        "user: there is no user \"x\"; the users are none."
    )]
    public void A_context_that_leads_nowhere_is_an_error(
        string context,
        int line,
        KubeconfigFailure failure,
        string problem
    )
    {
        var file = folder.Write("config", $"contexts:\n- {{name: a, context: {context}}}\nclusters: [{{name: c}}]");

        var error = Assert.Throws<KubeconfigException>(() => KubeconfigReader.Load(file).GetContext("a"));

        Assert.Equal($"{file}:{line}: context \"a\": {problem}", error.Message);
        Assert.Equal(failure, error.Failure);
    }

    private KubeconfigFailure FailureOf(string text) =>
        Assert.Throws<KubeconfigException>(() => KubeconfigReader.Load(folder.Write("config", text))).Failure;
}
