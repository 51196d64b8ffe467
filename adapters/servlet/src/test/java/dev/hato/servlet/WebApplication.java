package dev.hato.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;

/** A Tomcat on loopback with one servlet. */
final class WebApplication implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();

    /**
     * Starts it.
     *
     * @param directory what it may write to
     * @param context the application's path
     * @param mapping the servlet's
     * @param filter stands before the servlet, or null
     */
    WebApplication(Path directory, String context, String mapping, Servlet servlet, @Nullable Filter filter)
            throws LifecycleException {
        tomcat.setSilent(true);
        tomcat.setBaseDir(directory.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector()
                .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        Context application = tomcat.addContext(context, directory.toString());
        if (application instanceof StandardContext quiet) {
            // it would warn that it may not look into the JVM
            quiet.setClearReferencesThreadLocals(false);
            quiet.setClearReferencesRmiTargets(false);
        }
        Tomcat.addServlet(application, "links", servlet).setLoadOnStartup(1);
        application.addServletMappingDecoded(mapping, "links");
        if (filter != null) {
            FilterDef definition = new FilterDef();
            definition.setFilterName("filter");
            definition.setFilter(filter);
            application.addFilterDef(definition);
            FilterMap map = new FilterMap();
            map.setFilterName("filter");
            map.addURLPattern("/*");
            application.addFilterMap(map);
        }
        tomcat.start();
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
