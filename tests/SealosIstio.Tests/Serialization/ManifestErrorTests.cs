using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Serialization;

/// <summary>Each bad input with everything that the user is told.</summary>
public sealed class ManifestErrorTests
{
    private const string Ingress =
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  namespace: ns-a\n";
    private const string Service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n";

    [Theory]
    [InlineData(
        "  annotations:\n    a: 60\n",
        "7:8",
        "metadata.annotations[a]: A number stands where a string belongs. Put it in quotes: \"60\"."
    )]
    [InlineData(
        "  annotations:\n    a: yes\n",
        "7:8",
        "metadata.annotations[a]: A boolean stands where a string belongs. Put it in quotes: \"yes\"."
    )]
    [InlineData(
        "  annotations:\n    a:\n",
        "7:7",
        "metadata.annotations[a]: Nothing stands where a string belongs. Write \"\" for an empty text, or leave the line out."
    )]
    [InlineData(
        "  annotations:\n    a: {b: c}\n",
        "7:8",
        "metadata.annotations[a]: A mapping stands where a string belongs. Write one text; to keep this as text, use a block after \"|\"."
    )]
    [InlineData(
        "  labels: x\n",
        "6:11",
        "metadata.labels: A string stands where a mapping belongs. Write entries below it, each as \"name: value\"."
    )]
    [InlineData(
        "spec:\n  rules: x\n",
        "7:10",
        "spec.rules: A string stands where a list belongs. Write items below it, each after \"- \"."
    )]
    [InlineData(
        "spec:\n  rules:\n    host: x\n",
        "8:5",
        "spec.rules: A mapping stands where a list belongs. Write items below it, each after \"- \"."
    )]
    [InlineData(
        "spec:\n  rules: [x]\n",
        "7:11",
        "spec.rules[0]: A string stands where a mapping belongs. Write fields below it, each as \"name: value\"."
    )]
    [InlineData(
        "spec:\n  rules:\n  -\n",
        "8:4",
        "spec.rules[0]: Nothing stands where a mapping belongs. Write fields below it, each as \"name: value\"."
    )]
    [InlineData(
        "spec:\n  tls:\n  - hosts: [a, 1.5]\n",
        "8:16",
        "spec.tls[0].hosts[1]: A number stands where a string belongs. Put it in quotes: \"1.5\"."
    )]
    [InlineData(
        "spec: []\n",
        "6:7",
        "spec: A list stands where a mapping belongs. Write fields below it, each as \"name: value\"."
    )]
    [InlineData(
        "spec:\n  defaultBackend:\n    service: {name: a, port: {number: abc}}\n",
        "8:39",
        "spec.defaultBackend.service.port.number: A string stands where a whole number belongs. Write a whole number, without quotes."
    )]
    [InlineData(
        "spec:\n  defaultBackend:\n    service: {name: a, port: {number: \"80\"}}\n",
        "8:39",
        "spec.defaultBackend.service.port.number: A string stands where a whole number belongs. Remove the quotes: 80."
    )]
    [InlineData(
        "spec:\n  defaultBackend:\n    service: {name: a, port: {number: 80.5}}\n",
        "8:39",
        "spec.defaultBackend.service.port.number: The number isn't whole, or is too large. Write a whole number between -2147483648 and 2147483647."
    )]
    [InlineData("spec:\n  a: b\n  a: c\n", "8:3", "The field \"a\" stands twice in one mapping. Keep one of them.")]
    [InlineData(
        "spec:\n\ta: b\n",
        "7:1",
        "This isn't YAML: while scanning a mapping, found invalid tab as indentation. Indent with spaces; YAML takes no tabs there."
    )]
    [InlineData(
        "spec:\n  a: *x\n",
        "7:6",
        "The alias refers to nothing, or to what it is part of. Put a text that begins with * in quotes, or put the anchor before an earlier value of this document."
    )]
    [InlineData(
        "spec: &x\n  a: *x\n",
        "7:6",
        "The alias refers to nothing, or to what it is part of. Put a text that begins with * in quotes, or put the anchor before an earlier value of this document."
    )]
    [InlineData(
        "spec:\n  <<: 1\n",
        "7:7",
        "Only mappings can be merged with \"<<\". Name a mapping, or a list of mappings, by its alias."
    )]
    [InlineData(
        "spec:\n  [a]: b\n",
        "7:3",
        "A list or a mapping stands where a field's name belongs. Write a name; put it in quotes if it starts with \"{\" or \"[\"."
    )]
    [InlineData(
        "spec:\n  ~: b\n",
        "7:3",
        "Nothing stands where a field's name belongs. Write a name; write \"null\" in quotes."
    )]
    [InlineData(
        "spec:\n  a: .inf\n",
        "7:6",
        "The number is not finite; JSON has no such number. Write a finite number, or put it in quotes."
    )]
    [InlineData(
        "spec:\n  a: !!int x\n",
        "7:6",
        "The value doesn't fit its tag !!int. Remove the tag, or write a value of that type."
    )]
    public void An_error_in_an_Ingress_names_place_field_and_cure(string rest, string place, string told) =>
        AssertTold(Ingress + rest, $"bad.yaml:{place}: Ingress ns-a/web: {told}");

    [Theory]
    [InlineData(
        "spec: {ports: [{port: 80, targetPort: [1]}]}",
        "4:39",
        "spec.ports[0].targetPort: A list stands where a whole number or a string belongs. Write a port's number or its name."
    )]
    [InlineData(
        "spec: {ports: [{port: 80, targetPort: 1.5}]}",
        "4:39",
        "spec.ports[0].targetPort: A number stands where a whole number or a string belongs. Write a port's number or its name."
    )]
    [InlineData(
        "spec: {publishNotReadyAddresses: \"true\"}",
        "4:34",
        "spec.publishNotReadyAddresses: A string stands where true or false belongs. Write true or false, without quotes."
    )]
    public void An_error_in_a_Service_names_place_field_and_cure(string rest, string place, string told) =>
        AssertTold(Service + rest, $"bad.yaml:{place}: Service s: {told}");

    [Theory]
    [InlineData(
        "kind: Ingress\nmetadata: {name: a}\n",
        "bad.yaml:1:1: Ingress a: apiVersion: The field is missing. Write \"apiVersion: networking.k8s.io/v1\"."
    )]
    [InlineData(
        "kind: Foo\nmetadata: {name: a}\n",
        "bad.yaml:1:1: Foo a: apiVersion: The field is missing. Write group and version, such as \"apiVersion: networking.k8s.io/v1\"."
    )]
    [InlineData(
        "apiVersion: v1\nkind: \"\"\nmetadata: {name: a}\n",
        "bad.yaml:2:7: a: kind: The field is empty. Write the kind, such as \"kind: Ingress\"."
    )]
    [InlineData(
        "apiVersion: 1\nkind: Foo\nmetadata: {name: a}\n",
        "bad.yaml:1:13: Foo a: apiVersion: The field isn't a string. Put the value in quotes."
    )]
    [InlineData(
        "apiVersion: v1\nkind: Foo\n",
        "bad.yaml:1:1: Foo: metadata.name: The field is missing. Give the object a name."
    )]
    [InlineData(
        "apiVersion: v1\nkind: Foo\nmetadata:\n  namespace: x\n",
        "bad.yaml:4:3: Foo: metadata.name: The field is missing. Give the object a name."
    )]
    [InlineData(
        "apiVersion: v1\nkind: Foo\nmetadata: x\n",
        "bad.yaml:3:11: Foo: metadata: A string stands where a mapping belongs. Write fields below it, each as \"name: value\"."
    )]
    [InlineData(
        "apiVersion: v1\nkind: List\nitems: x\n",
        "bad.yaml:3:8: List: items: The items aren't a list. Write objects below it, each after \"- \"."
    )]
    [InlineData(
        "just text\n",
        "bad.yaml:1:1: A Kubernetes object is a mapping; this is something else. Write the fields apiVersion, kind, metadata and so on."
    )]
    [InlineData(
        "- a\n- b\n",
        "bad.yaml:1:1: A Kubernetes object is a mapping; this is something else. Write the fields apiVersion, kind, metadata and so on."
    )]
    public void What_makes_an_object_is_asked_for(string text, string told) => AssertTold(text, told);

    [Theory]
    [InlineData(
        "{\n  \"kind\": \"Foo\",\n  \"a\": tru\n}",
        "3:8",
        "Foo: This isn't JSON. Check quotes, commas, colons and brackets here and on the line above."
    )]
    [InlineData(
        "{\"kind\": \"Foo\",\n \"é\": {\"a\": 1, \"a\": 2}}",
        "2:16",
        "Foo: The field \"a\" stands twice in one mapping. Keep one of them."
    )]
    [InlineData(
        "{\"kind\": \"Foo\"",
        "1:15",
        "Foo: This isn't JSON. Check quotes, commas, colons and brackets here and on the line above."
    )]
    [InlineData(
        "{\"kind\": \"Foo\", \"a\": \"\\ud800\"}",
        "1:22",
        "Foo: The text holds half of a surrogate pair. Write the character itself, or both halves as \\u escapes."
    )]
    [InlineData(
        "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\n\"metadata\":{\"name\":\"é\",\"labels\":{\"a\":1}}}",
        "2:38",
        "Service é: metadata.labels[a]: A number stands where a string belongs. Put it in quotes: \"1\"."
    )]
    public void Json_is_judged_alike(string text, string place, string told)
    {
        var item = Assert.Single(KubernetesYaml.Load(text, "bad.json"));
        Assert.Equal($"bad.json:{place}: {told}", item.Error!.ToString());
    }

    [Fact]
    public void Every_wrong_value_of_a_document_is_named()
    {
        var errors = KubernetesYaml
            .Load(Ingress + "  annotations: {a: 1, b: true}\nspec:\n  rules: 5\n", "bad.yaml")
            .Select(item => item.Error!)
            .ToList();
        Assert.Equal(
            ["metadata.annotations[a]", "metadata.annotations[b]", "spec.rules"],
            errors.Select(error => error.Field)
        );
        Assert.Equal([6, 6, 8], errors.Select(error => error.Line));
    }

    [Theory]
    [InlineData("data:\n  k: hunter2!\n")]
    [InlineData("data:\n  k: 4815162342\n")]
    [InlineData("stringData:\n  k: 4815162342\n")]
    [InlineData("stringData:\n  k: \"4815162342\n")]
    [InlineData("stringData:\n  k: a hunter2: b\n")]
    [InlineData("stringData:\n  k: *hunter2\n")]
    [InlineData("stringData:\n  k: @hunter2\n")]
    [InlineData("stringData:\n  k: [hunter2\n")]
    [InlineData("immutable: hunter2\n")]
    [InlineData("type: 4815162342\n")]
    [InlineData("metadata:\n  name: 4815162342\n", false)]
    public void Values_of_a_Secret_are_never_told(string rest, bool named = true)
    {
        var text = "apiVersion: v1\nkind: Secret\n" + (named ? "metadata: {name: s}\n" : "") + rest;
        var told = Assert.Single(KubernetesYaml.Load(text, "bad.yaml")).Error!.ToString();
        Assert.DoesNotContain("4815162342", told, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
        Assert.StartsWith("bad.yaml:", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_data_that_are_not_base64_are_an_error() =>
        AssertTold(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  k: a b\n",
            "bad.yaml:5:6: Secret s: data[k]: The text isn't base64. Encode the value as base64, or move it to stringData."
        );

    private static void AssertTold(string text, string told)
    {
        var item = Assert.Single(KubernetesYaml.Load(text, "bad.yaml"));
        Assert.Null(item.Object);
        Assert.Equal(told, item.Error!.ToString());
    }
}
