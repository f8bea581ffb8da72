// Deletes the files of the CI systems that were not selected.
def project = new File(request.outputDirectory, request.artifactId)
def ci = request.properties.getProperty("ci")
if (ci != "github") {
  new File(project, ".github").deleteDir()
}
if (ci != "gitlab") {
  new File(project, ".gitlab-ci.yml").delete()
}
if (!(ci in ["none", "github", "gitlab"])) {
  throw new IllegalArgumentException("ci was \"" + ci + "\", which is not known; write none, github or gitlab (the project was created without a CI file)")
}
if (!(request.artifactId ==~ /[A-Za-z][A-Za-z0-9-]*/)) {
  throw new IllegalArgumentException("artifactId was \"" + request.artifactId + "\"; write letters, digits and hyphens, a letter first: shop (the project that was created cannot be compiled)")
}
